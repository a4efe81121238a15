using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Tests.Settings;

public sealed class HostSettingsTests
{
    [Theory]
    [InlineData("10ms", 5)]
    [InlineData("5s", 5)]
    [InlineData("6s", 6)]
    [InlineData("30s", 30)]
    public void ACallMayTakeAsLongAsADecisionAndLongEnoughToFetchPolicies(string decisionTimeout, int seconds)
    {
        var settings = SettingsReader.Read(
            new Dictionary<string, string> { ["decision-timeout"] = decisionTimeout }, new Dictionary<string, string>(), file: null);

        Assert.Equal(TimeSpan.FromSeconds(seconds), settings.SiloResponseTimeout);
    }
}
