using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Contracts.Transport;
using QuotaGrid.Gateway.Hosting;
using QuotaGrid.Grains.Hosting;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Tests;

/// <summary>The tables of README.md are true.</summary>
public class ReadmeTests
{
    private static readonly string[] Readme = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md"));

    [Fact]
    public void EverySettingIsInTheTableWithItsDefault()
    {
        var rows = Readme.Where(line => line.StartsWith("| `--", StringComparison.Ordinal)).Select(Cells).ToArray();

        Assert.Equal(SettingNames.All.Select(setting => $"`{setting.Option}`"), rows.Select(row => row[0]));
        foreach (var (setting, row) in SettingNames.All.Zip(rows))
        {
            Assert.True(setting.Default is null ? !row[1].StartsWith("`./", StringComparison.Ordinal) : row[1] == $"`{setting.Default}`", setting.Name);
        }
    }

    [Fact]
    public void EveryMetricIsInTheTableWithItsUnit()
    {
        var published = new List<(string Name, string? Unit)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) => published.Add(($"`{instrument.Name}`", instrument.Unit)),
        };
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        _ = new GatewayInstruments(meters);
        _ = new GrainInstruments(meters, new PolicyCache(grains: null!));
        _ = new TransportInstruments(meters, [], TimeProvider.System);
        listener.Start();

        var rows = Readme.Where(line => line.StartsWith("| `quotagrid.", StringComparison.Ordinal)).Select(Cells).Select(row => (row[0], (string?)row[1]));
        var own = published.Where(instrument => instrument.Name.StartsWith("`quotagrid.", StringComparison.Ordinal)).Distinct();
        Assert.Equal(own.Order(), rows.Order());
    }

    private static string[] Cells(string row) => [.. row.Split('|', StringSplitOptions.TrimEntries)[1..^1]];
}
