using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>
/// The dense table of tokens against a dictionary: about 10 million operations (a token that is added, looked up or given another age is one), of tokens as they
/// are and of tokens that would hurt most.
/// </summary>
public sealed class ExactTargetsPropertyTests
{
    private const int Capacity = TargetMemory.ExactCapacity;

    [Theory]
    [InlineData("uniform", 1, 1, 3_000_000)]
    [InlineData("uniform", 2, 300, 1_500_000)]
    [InlineData("uniform", 3, 2_000, 1_000_000)]
    [InlineData("one bin", 4, 60, 400_000)]
    [InlineData("one bin", 5, 2_000, 400_000)]
    [InlineData("last bin", 6, 500, 400_000)]
    [InlineData("consecutive", 7, 1, 1_500_000)]
    [InlineData("consecutive", 8, 700, 1_000_000)]
    [InlineData("two bins", 9, 100, 400_000)]
    public void ItHoldsWhatADictionaryHolds(string kind, int seed, int largestBatch, int operations)
    {
        var random = new Random(seed);
        var walk = new Walk(random, TokensOf(kind, random));
        while (walk.Operations < operations)
        {
            walk.Add(random.Next(1, largestBatch + 1));
            walk.AskForHeldAndOthers(4 + (2 * largestBatch));
            if (random.Next(1 + (4_000 / largestBatch)) == 0)
            {
                walk.Change();
            }
        }

        walk.AssertAll();
        Assert.InRange(walk.Operations, operations, operations + 100_000);
    }

    /// <summary>Different tokens, without end for a test: past the last, they are those of the beginning.</summary>
    private static uint[] TokensOf(string kind, Random random)
    {
        var tokens = new HashSet<uint> { 1, uint.MaxValue };
        for (var i = 0u; tokens.Count < 3 * Capacity; i++)
        {
            tokens.Add(kind switch
            {
                "uniform" => (uint)random.NextInt64(1, 1L << 32),
                "one bin" => 1 + i,
                "last bin" => uint.MaxValue - i,
                "consecutive" => 0x7FFF_8000 + i,
                _ => i % 2 == 0 ? 0x0040_0000 + i : 0xFFBF_FFFF - i,
            });
        }

        var mixed = tokens.ToArray();
        random.Shuffle(mixed);
        return mixed;
    }

    private sealed class Walk(Random random, uint[] tokens)
    {
        private readonly Dictionary<uint, byte> _oracle = [];
        private readonly List<uint> _held = [];
        private ExactTargets _targets;
        private int _next;

        public int Operations { get; private set; }

        public void Add(int count)
        {
            if (_oracle.Count + count > Capacity)
            {
                Shrink();
            }

            var batch = Enumerable.Range(0, count).Select(_ => Next()).ToArray();
            var age = (byte)random.Next(1, 256);
            _targets.Add(batch, age);
            foreach (var token in batch)
            {
                _oracle.Add(token, age);
                _held.Add(token);
                AssertFound(token);
            }

            Assert.Equal(_oracle.Count, _targets.Count);
            Assert.InRange(_targets.Bytes, 5 * _oracle.Count, (int)(5.5 * _oracle.Count) + 120);
        }

        public void AskForHeldAndOthers(int times)
        {
            for (var i = 0; i < times; i++)
            {
                AssertFound(i % 2 == 0 ? _held[random.Next(_held.Count)] : tokens[random.Next(tokens.Length)]);
            }

            AssertFound(1);
            AssertFound(uint.MaxValue);
            if (random.Next(4 + (256 / times)) == 0)
            {
                var oldest = random.Next(1, 257);
                Assert.Equal(_oracle.Values.Count(age => age >= oldest), _targets.CountSince(oldest));
            }
        }

        /// <summary>Other ages for all, in place or as a copy; or all of them filled in anew.</summary>
        public void Change()
        {
            if (random.Next(3) == 0)
            {
                var order = _held.ToArray();
                random.Shuffle(order);
                _targets.Fill(order, [.. order.Select(token => _oracle[token])]);
            }
            else
            {
                var map = Enumerable.Range(0, 256).Select(age => (byte)(age == 0 ? 0 : random.Next(1, 256))).ToArray();
                Change(map, random.Next(2) == 0);
            }

            AssertAll();
        }

        /// <summary>Everything that is held is what the dictionary holds, and nothing else.</summary>
        public void AssertAll()
        {
            Assert.Equal(_oracle.Count, _targets.Count);
            Assert.Equal(_oracle.Count, _targets.Tokens.Length);
            Assert.Equal(_oracle.Count, _targets.Ages.Length);
            for (var place = 0; place < _targets.Count; place++)
            {
                Assert.Equal(place, _targets.Find(_targets.Tokens[place]));
                Assert.Equal(_oracle[_targets.Tokens[place]], _targets.Ages[place]);
            }

            Operations += _oracle.Count;
        }

        private void Shrink()
        {
            // All ages of a random half, or of nearly all, become none.
            var keep = random.Next(3) == 0 ? 3 : 50;
            var map = Enumerable.Range(0, 256).Select(age => (byte)(age == 0 || random.Next(100) >= keep ? 0 : random.Next(1, 256))).ToArray();
            map[random.Next(1, 256)] = 7;
            if (_oracle.Values.All(age => map[age] == 0))
            {
                map[_oracle[_held[0]]] = 9;
            }

            Change(map, random.Next(2) == 0);
            AssertAll();
        }

        private void Change(byte[] map, bool inPlace)
        {
            if (inPlace)
            {
                _targets.Map(map);
            }
            else
            {
                var mapped = _targets.Mapped(map);
                AssertAll();
                _targets = mapped;
            }

            Operations += 2 * _held.Count;
            foreach (var token in _held)
            {
                _oracle[token] = map[_oracle[token]];
            }

            foreach (var token in _held.Where(token => _oracle[token] == 0))
            {
                _oracle.Remove(token);
            }

            _held.RemoveAll(token => !_oracle.ContainsKey(token));
        }

        private uint Next()
        {
            do
            {
                _next = (_next + 1) % tokens.Length;
            }
            while (_oracle.ContainsKey(tokens[_next]));
            return tokens[_next];
        }

        private void AssertFound(uint token)
        {
            Operations++;
            var place = _targets.Find(token);
            if (_oracle.TryGetValue(token, out var age) ? place < 0 || _targets.AgeAt(place) != age || _targets.Tokens[place] != token : place >= 0)
            {
                Assert.Fail($"{token:X8} is at {place} of {_targets.Count}, and should have the age {age}.");
            }
        }
    }
}
