using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Problems;

namespace QuotaGrid.Core.Tests.Problems;

public sealed class NameTests
{
    private const string Remedy = "Write 1 to 64 lower-case letters and digits, with single '.', '-' or '_' between them.";

    private static readonly string Longest = new('a', 64);

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("contacts.lookup")]
    [InlineData("a-b_c.d9")]
    public void AWellFormedNameIsTaken(string name)
    {
        Assert.Null(Name.FindProblem(name));
        Assert.Matches(Name.Pattern, name);
        Assert.Equal(name, Capability.Parse(name).Value);
        Assert.Equal(name, Plan.Parse(name).ToString());
    }

    [Theory]
    [InlineData(null, "The name is missing or empty.")]
    [InlineData("", "The name is missing or empty.")]
    [InlineData("Contacts", "The name has the character U+0043.")]
    [InlineData("a b", "The name has the character U+0020.")]
    [InlineData("a\n", "The name has the character U+000A.")]
    [InlineData("\u00e9", "The name has the character U+00E9.")]
    [InlineData("\u0661", "The name has the character U+0661.")]
    [InlineData(".a", "The name has a '.' without a letter or digit before it.")]
    [InlineData("a.-b", "The name has a '-' without a letter or digit before it.")]
    [InlineData("a__b", "The name has a '_' without a letter or digit before it.")]
    [InlineData("a-", "The name ends in '-'.")]
    public void AMalformedNameIsRefusedWithWhatIsWrong(string? name, string detail)
    {
        Assert.Equal(detail, Name.FindProblem(name));
        var problem = Assert.Throws<InvalidValueException>(() => Capability.Parse(name, "$.capabilities[0].name"));
        Assert.Equal(new ValueProblem("$.capabilities[0].name", detail, Remedy), problem.Problem);
        Assert.Equal($"$.capabilities[0].name: {detail} {Remedy}", problem.Message);
    }

    [Fact]
    public void ANameHas64CharactersAtMost()
    {
        Assert.Null(Name.FindProblem(Longest));
        Assert.Equal("The name has 65 characters.", Name.FindProblem(Longest + "a"));
    }

    [Fact]
    public void NoPlanIsTheDefaultPlanAndAnEmptyOneIsAnError()
    {
        Assert.Equal(Plan.Default, Plan.Parse(null));
        Assert.Equal(Plan.Default, Plan.Parse("default"));
        Assert.Equal($"plan: The name is missing or empty. {Remedy}", Assert.Throws<InvalidValueException>(() => Plan.Parse("")).Message);
        Assert.Equal("capability", Assert.Throws<InvalidValueException>(() => Capability.Parse(null)).Problem.Field);
    }
}
