using Spectre.Console;

namespace QuotaGrid.Load.Census;

/// <summary>A line every few seconds, for a log.</summary>
public sealed class LineProgress(IAnsiConsole console) : ICensusProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task ShowAsync(CensusView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(view);
        using var timer = new PeriodicTimer(Interval, view.Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                Show($"{view.Clock.Elapsed.TotalSeconds,4:0} s  attackers", view.Attack.Counts);
                Show("        honest people", view.Honest.Counts);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Show(string group, GroupCounts counts) => console.WriteLine(
        $"{group,-22} asked {counts.Asked,9:N0}  answered {counts.Answered,9:N0}  denied {counts.Denied,9:N0}");
}
