using System.Text;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Policies;

public class PolicySyntaxTests
{
    [Theory]
    [InlineData("{\n  \"formatVersion\": 1,\n  }x", "line 3, column 4: 'x' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("{ \"a\": ?", "line 1, column 8: '?' is an invalid start of a value.")]
    [InlineData("{\r\n\"\u00e4\u00f6\": ?", "line 2, column 7: '?' is an invalid start of a value.")]
    [InlineData("\uFEFF?", "line 1, column 1: '?' is an invalid start of a value.")]
    [InlineData("/* \n\n */ ?", "line 3, column 5: '?' is an invalid start of a value.")]
    [InlineData("{ \"a\":\n trve, \"b\": 'is' 0123456789012345678901234567890123456789012345678901234567890 }", "line 2, column 4: 'trve, \"b\": 'is' 012345678901234567890123456789012345678901234567...' is an invalid JSON literal. Expected the literal 'true'.")]
    public void MalformedJsonIsOneProblemWithLineAndColumn(string text, string where) =>
        Assert.Equal(
            [new ValueProblem("$", $"The JSON is malformed at {where}", "Correct the syntax there.")], PolicyText.ProblemsOf(text));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1")]
    [InlineData("/*")]
    [InlineData("\"")]
    [InlineData("\uFEFF")]
    public void ADocumentThatEndsTooEarlyIsMalformed(string text)
    {
        var problem = Assert.Single(PolicyText.ProblemsOf(text));

        Assert.StartsWith("The JSON is malformed at line 1, column ", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfASurrogatePairIsMalformed() =>
        Assert.Equal(
            [
                new ValueProblem(
                    "$",
                    "The JSON is malformed at line 2, column 1: the string escapes half of a surrogate pair.",
                    "Write the character itself, or both halves."),
            ],
            PolicyText.ProblemsOf("{\n\"\\ud800\": 1}"));

    [Fact]
    public void BytesThatAreNotUtf8AreReportedWhereTheyStand() =>
        Assert.Equal(
            [new ValueProblem("$", "The document is not UTF-8: line 2, column 3 has the byte 0xFF.", "Save it as UTF-8.")],
            PolicyText.ProblemsOf([.. Encoding.UTF8.GetBytes("{\n\"\u00e4"), 0xFF, (byte)'"']));

    [Fact]
    public void ADocumentHasAtMostOneMebibyte()
    {
        var padded = PolicyText.Valid + new string(' ', PolicyBounds.MaxDocumentBytes - PolicyText.Valid.Length);
        Assert.Single(PolicyText.Parse(padded).Policies);

        Assert.Equal(
            [new ValueProblem("$", "The document has 1048577 bytes.", "Write at most 1048576 bytes.")], PolicyText.ProblemsOf(padded + " "));
    }

    [Fact]
    public void ManyProblemsAreCountedPastTheFirstThousand()
    {
        var properties = string.Concat(Enumerable.Range(0, 1500).Select(i => $"\"x{i}\": 0, "));
        var problems = PolicyText.ProblemsOf(PolicyText.Valid.Replace("\"formatVersion\"", properties + "\"formatVersion\""));

        Assert.Equal(1001, problems.Length);
        Assert.Equal("$.x999", problems[999].Field);
        Assert.Equal(new ValueProblem("$", "The document has 500 more problems.", "Mend the ones above first."), problems[1000]);
    }

    [Fact]
    public void TheMessageListsEveryProblemOnItsLine()
    {
        var exception = Assert.Throws<InvalidPolicyException>(() => PolicyText.Parse(PolicyText.With(
            ("capabilities[0].horizon", "\"1\\n\\u2028d\""), ("policies[0].stage", "null"))));

        Assert.Equal(
            """
            The policy document has 2 problems:
            $.capabilities[0].horizon: The horizon is '1\u000A\u2028d'. Write a duration from '1h' to '90d'. Write a whole number and a unit of ms, s, m, h or d, such as '30d' or '90m'.
            $.policies[0].stage: The stage is 'null'. Write 'shadow' or 'enforced'.
            """,
            exception.Message);
    }
}
