using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Problems;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Cohorts;

public sealed class CohortTests
{
    [Theory]
    [InlineData("network:203.0.113.0/24")]
    [InlineData("client:ja4:t13d1516h2_8daaf6152771")]
    [InlineData("signup-hour:2026-11-27T05")]
    public void ACohortIsReadFromItsText(string text)
    {
        var cohort = Cohort.Parse(text);

        Assert.Equal(text, cohort.ToString());
        Assert.Equal(cohort, Cohort.Of(cohort.Kind, cohort.Value));
    }

    [Theory]
    [InlineData("network", null, "attributes.network: The value is missing or empty.")]
    [InlineData("network", "", "attributes.network: The value is missing or empty.")]
    [InlineData("network", "a b", "attributes.network: The value has the character U+0020.")]
    [InlineData("network", "ä", "attributes.network: The value has the character U+00E4.")]
    [InlineData("Network", "a", "attributes: The name has the character U+004E.")]
    public void WhatIsNoneIsRefused(string kind, string? value, string problem) =>
        Assert.Equal(problem, Told(Assert.Throws<InvalidValueException>(() => Cohort.Of(kind, value))));

    [Fact]
    public void AValueHas128CharactersAtMost()
    {
        Assert.Equal(128, Cohort.Of("asn", new string('1', 128)).Value.Length);
        Assert.Equal("attributes.asn: The value has 129 characters.", Told(Assert.Throws<InvalidValueException>(() => Cohort.Of("asn", new string('1', 129)))));
    }

    [Theory]
    [InlineData(null, "cohort: The cohort has no ':'.")]
    [InlineData("asn", "cohort: The cohort has no ':'.")]
    [InlineData(":1", "cohort: The name is missing or empty.")]
    public void ATextThatIsNoneIsRefused(string? text, string problem) => Assert.Equal(problem, Told(Assert.Throws<InvalidValueException>(() => Cohort.Parse(text))));

    [Fact]
    public void TheHourOfSigningUpIsThatOfTheFirstRequest()
    {
        var first = Instant.From(new DateTimeOffset(2026, 11, 27, 5, 59, 59, TimeSpan.Zero));

        Assert.Equal("signup-hour:2026-11-27T05", Cohort.OfSignUpHour(first).ToString());
        Assert.Equal("signup-hour:2026-11-27T06", Cohort.OfSignUpHour(first + TimeSpan.FromSeconds(1)).ToString());
    }

    [Theory]
    [InlineData("contacts.lookup/network:203.0.113.0/24")]
    [InlineData("contacts.lookup/everybody:all")]
    public void AKeyIsReadFromItsText(string text) => Assert.Equal(text, CohortKey.Parse(text).ToString());

    [Theory]
    [InlineData(null, "cohort: The key has no '/'.")]
    [InlineData("asn:64500", "cohort: The key has no '/'.")]
    [InlineData("/asn:64500", "cohort: The name is missing or empty.")]
    [InlineData("contacts.lookup/64500", "cohort: The cohort has no ':'.")]
    public void AKeyThatIsNoneIsRefused(string? text, string problem) => Assert.Equal(problem, Told(Assert.Throws<InvalidValueException>(() => CohortKey.Parse(text))));

    private static string Told(InvalidValueException refused) => $"{refused.Problem.Field}: {refused.Problem.Detail}";
}
