using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuotaGrid.Core.Targets.NumberingPlans;

/// <summary>
/// Finite sets of digit strings, each a node of one shared acyclic automaton: whether the empty string belongs to the set, and for each
/// digit the set of what may follow it. Equal sets are always the same node (as in Bryant's decision diagrams, IEEE Transactions on
/// Computers C-35, 1986), so that every set is a minimal automaton as soon as it is made. Not safe for concurrent use.
/// </summary>
internal sealed class DigitLanguages
{
    /// <summary>The set that has no string.</summary>
    public const int None = 0;

    /// <summary>The set of the empty string alone.</summary>
    public const int Empty = 1;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, int> _byNode = [];
    private readonly Dictionary<(Operation Operation, int Left, int Right), int> _made = [];

    /// <summary>Starts with the two simplest sets.</summary>
    public DigitLanguages()
    {
        Make(default);
        var empty = default(Node);
        empty[Node.Here] = 1;
        Make(empty);
    }

    private enum Operation
    {
        Union,
        Intersection,
        Difference,
    }

    /// <summary>Whether a set has the empty string.</summary>
    public bool HasEmpty(int set) => _nodes[set][Node.Here] != 0;

    /// <summary>What may follow a digit at the start of a set's strings.</summary>
    public int After(int set, int digit) => _nodes[set][digit];

    /// <summary>The strings of either set.</summary>
    public int Union(int left, int right) => Combine(Operation.Union, left, right);

    /// <summary>The strings of both sets.</summary>
    public int Intersection(int left, int right) => Combine(Operation.Intersection, left, right);

    /// <summary>The strings of the left set that the right one does not have.</summary>
    public int Difference(int left, int right) => Combine(Operation.Difference, left, right);

    /// <summary>All strings of some lengths.</summary>
    /// <param name="lengths">Has the bit of each length.</param>
    public int OfLengths(uint lengths)
    {
        var set = None;
        for (var length = 31; length >= 0; length--)
        {
            var node = default(Node);
            ((Span<int>)node)[..Node.Here].Fill(set);
            node[Node.Here] = (int)(lengths >> length) & 1;
            set = Make(node);
        }

        return set;
    }

    /// <summary>The strings that a pattern matches whole.</summary>
    public int Matching(DigitPattern pattern) => Matching(pattern, Empty, Empty);

    /// <summary>The strings of which a pattern matches a beginning, by what may follow it.</summary>
    /// <param name="pattern">The pattern of the beginning.</param>
    /// <param name="afterNothing">What may follow a beginning without digits.</param>
    /// <param name="afterDigits">What may follow any other beginning.</param>
    public int Matching(DigitPattern pattern, int afterNothing, int afterDigits)
    {
        switch (pattern)
        {
            case DigitPattern.Digit digit:
                var node = default(Node);
                for (var d = 0; d < Node.Here; d++)
                {
                    node[d] = (digit.Mask >> d & 1) == 1 ? afterDigits : None;
                }

                return Make(node);
            case DigitPattern.AnyOf anyOf:
                var union = None;
                foreach (var alternative in anyOf.Alternatives)
                {
                    union = Union(union, Matching(alternative, afterNothing, afterDigits));
                }

                return union;
            case DigitPattern.InTurn inTurn:
                // From the last part to the first, because a set is made from what follows.
                for (var part = inTurn.Parts.Count - 1; part >= 0; part--)
                {
                    var whenDigits = Matching(inTurn.Parts[part], afterDigits, afterDigits);
                    afterNothing = afterNothing == afterDigits ? whenDigits : Matching(inTurn.Parts[part], afterNothing, afterDigits);
                    afterDigits = whenDigits;
                }

                return afterNothing;
            default:
                return Intersection(afterNothing, Empty);
        }
    }

    private int Combine(Operation operation, int left, int right)
    {
        if (left == right)
        {
            return operation == Operation.Difference ? None : left;
        }

        if (left == None || right == None)
        {
            return operation switch
            {
                Operation.Union => left + right,
                Operation.Intersection => None,
                _ => left,
            };
        }

        if (!_made.TryGetValue((operation, left, right), out var made))
        {
            var node = default(Node);
            for (var digit = 0; digit < Node.Here; digit++)
            {
                node[digit] = Combine(operation, After(left, digit), After(right, digit));
            }

            var (hasLeft, hasRight) = (HasEmpty(left), HasEmpty(right));
            var has = operation switch
            {
                Operation.Union => hasLeft || hasRight,
                Operation.Intersection => hasLeft && hasRight,
                _ => hasLeft && !hasRight,
            };
            node[Node.Here] = has ? 1 : 0;
            made = Make(node);
            _made.Add((operation, left, right), made);
        }

        return made;
    }

    private int Make(Node node)
    {
        if (!_byNode.TryGetValue(node, out var set))
        {
            set = _nodes.Count;
            _nodes.Add(node);
            _byNode.Add(node, set);
        }

        return set;
    }

    /// <summary>What follows each of the ten digits, and at <see cref="Here"/> whether a string may end.</summary>
    [InlineArray(Here + 1)]
    private struct Node : IEquatable<Node>
    {
        public const int Here = 10;

        private int _first;

        public readonly bool Equals(Node other) => ((ReadOnlySpan<int>)this).SequenceEqual(other);

        public override readonly bool Equals(object? obj) => obj is Node other && Equals(other);

        public override readonly int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes((ReadOnlySpan<int>)this));
            return hash.ToHashCode();
        }
    }
}
