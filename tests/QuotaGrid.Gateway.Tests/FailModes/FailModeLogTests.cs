using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.FailModes;
using QuotaGrid.Gateway.Tests.Fixtures;

namespace QuotaGrid.Gateway.Tests.FailModes;

/// <summary>The use of a fail mode is said once for each policy, and its end once, when nothing has failed for ten seconds.</summary>
public sealed class FailModeLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogCollector _log = new();
    private readonly FailModeLog _failModes;

    public FailModeLogTests() => _failModes = new FailModeLog(_time, _log.CreateLogger("QuotaGrid"));

    [Fact]
    public void EachPolicyIsSaidOnceHoweverOftenItFails()
    {
        _failModes.OnUsed(PolicyOf("a"), FailMode.Closed, new TimeoutException());
        _failModes.OnUsed(PolicyOf("a"), FailMode.Closed, new TimeoutException());
        _failModes.OnUsed(PolicyOf("b"), FailMode.Open, new TimeoutException());

        Assert.Equal(2, _log.Lines.Count(line => line.Level == LogLevel.Error));
    }

    [Fact]
    public void OneFailingSiloAmongHealthyOnesDoesNotMakeTheLogFlap()
    {
        for (var i = 0; i < 5; i++)
        {
            _failModes.OnUsed(PolicyOf("a"), FailMode.Closed, new TimeoutException());
            _time.Advance(TimeSpan.FromSeconds(9));
            _failModes.OnDecided(PolicyOf("a"));
        }

        Assert.Single(_log.Lines);
        _time.Advance(TimeSpan.FromSeconds(1));
        _failModes.OnDecided(PolicyOf("b"));
        Assert.Single(_log.Lines);
        _failModes.OnDecided(PolicyOf("a"));
        _failModes.OnDecided(PolicyOf("a"));
        Assert.Equal("Silos decide by the policy a again; its fail mode is over.", Assert.Single(_log.Lines, line => line.Level == LogLevel.Information).Text);
    }

    [Fact]
    public void AfterItsEndItIsSaidAnew()
    {
        _failModes.OnUsed(PolicyOf("a"), FailMode.Open, new TimeoutException());
        _time.Advance(FailModeLog.QuietTime);
        _failModes.OnDecided(PolicyOf("a"));
        _failModes.OnUsed(PolicyOf("a"), FailMode.Open, new TimeoutException());

        Assert.Equal(2, _log.Lines.Count(line => line.Level == LogLevel.Error));
    }

    public void Dispose() => _log.Dispose();

    private static Policy PolicyOf(string name) => new(name, Capability.Parse("lookup"), Plan.Default, Stage.Enforced, FailMode.Open, []);
}
