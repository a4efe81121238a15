using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using QuotaGrid.Core.Policies;

namespace QuotaGrid.Core.Tests.Policies;

/// <summary>Whatever becomes of a document, it either parses or is refused with its problems.</summary>
public partial class PolicyMutationTests
{
    private static readonly byte[] Original = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(PolicyText.DefaultDocument)
        .Replace("\"burst\": 5000", "\"burst\": 5000, \"firstSync\": { \"burst\": 1000, \"fullAfter\": \"7d\" }")
        .Replace("\"policies\": [", """
            "budgets": [
              { "capability": "contacts.lookup", "limits": [{ "name": "contacts-total", "kind": "velocity", "quota": 1000000, "period": "1h" }] },
              { "tenant": "*", "limits": [{ "name": "tenant-total", "kind": "velocity", "unit": "requests", "quota": 100, "period": "1s", "burst": 5 }] },
              { "tenant": "acme", "limits": [{ "name": "acme-total", "kind": "velocity", "quota": 100, "period": "1s" }] }
            ],
            "policies": [
            """));

    private static readonly string[] Tokens = [.. Token().Matches(Encoding.UTF8.GetString(Original)).Select(match => match.Value)];

    private static readonly string[] Strangers =
    [
        "null", "true", "[]", "{}", "{", "}", "[", "]", ",", ":", "0", "-0", "1", "1.0", "1e3", "1e400", "-1", "2147483648",
        "9223372036854775808", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"0s\"", "\"1ms\"", "\"30d\"", "\"91d\"",
        "\"99999999999999999999d\"", "\"default\"", "\"opaque\"", "\"velocity\"", "\"distinct\"", "\"quota\"", "\"unit\"",
        "\"window\"", "\"contacts.lookup\"", "\"\u2028\"", "//", "/*", "*/", "\n", "\uFEFF",
    ];

    [Fact]
    public void ChangedBytesParseOrAreRefused() =>
        Gen.Select(Gen.Int[0, Original.Length - 1], Gen.Int[0, 2], Gen.Byte).Array[1, 4].Sample(
            edits =>
            {
                var bytes = Original.ToList();
                foreach (var (position, kind, value) in edits)
                {
                    var at = Math.Min(position, bytes.Count - 1);
                    switch (kind)
                    {
                        case 0: bytes[at] = value; break;
                        case 1: bytes.Insert(at, value); break;
                        default: bytes.RemoveAt(at); break;
                    }
                }

                Judge(bytes.ToArray());
            },
            iter: 5_000);

    [Fact]
    public void ADocumentCutAnywhereParsesOrIsRefused()
    {
        for (var length = 0; length < Original.Length; length++)
        {
            Judge(Original[..length]);
        }
    }

    [Fact]
    public void ChangedTokensParseOrAreRefused()
    {
        var parsed = 0;
        var refused = 0;
        Gen.Select(Gen.Int[0, Tokens.Length - 1], Gen.Int[0, 3], Gen.OneOf(Strangers), Gen.Int[0, Tokens.Length - 1]).Array[1, 4].Sample(
            edits =>
            {
                var tokens = (string[])Tokens.Clone();
                foreach (var (at, kind, stranger, other) in edits)
                {
                    tokens[at] = kind switch
                    {
                        0 => stranger,
                        1 => Tokens[other],
                        2 => $"{tokens[at]} {stranger}",
                        _ => "",
                    };
                }

                if (Judge(Encoding.UTF8.GetBytes(string.Concat(tokens))))
                {
                    Interlocked.Increment(ref parsed);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            },
            iter: 10_000);

        Assert.True(parsed > 100 && refused > 100, $"{parsed} documents parsed and {refused} were refused: one side was hardly tried.");
    }

    // Any other exception fails the test.
    private static bool Judge(byte[] document)
    {
        try
        {
            var policies = PolicySet.Parse(document);
            Assert.All(policies.Capabilities, capability => Assert.True(policies.TryGetPolicy(capability.Name, Plan.Default, out _)));
            Assert.All(policies.Budgets, budget => Assert.Same(budget, budget.Capability is { } capability ? policies.BudgetOf(capability) : policies.BudgetOf(budget.Tenant ?? default)));
            return true;
        }
        catch (InvalidPolicyException refusal)
        {
            Assert.NotEmpty(refusal.Problems);
            Assert.Equal(refusal.Problems.Length + 1, refusal.Message.Split('\n', '\r', '\u0085', '\u2028', '\u2029').Length);
            Assert.All(refusal.Problems, problem => Assert.StartsWith("$", problem.Field, StringComparison.Ordinal));
            return false;
        }
    }

    [GeneratedRegex(@"//[^\n]*\n|""(?:[^""\\]|\\.)*""|\w+|\s+|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
