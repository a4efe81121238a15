using Spectre.Console;

namespace QuotaGrid.Load.Census;

/// <summary>A table that changes in place, for a terminal.</summary>
public sealed class LiveProgress(IAnsiConsole console) : ICensusProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc />
    public Task ShowAsync(CensusView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(view);
        return console.Live(Draw(view)).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Interval, view.Clock.Time);
            try
            {
                while (await timer.WaitForNextTickAsync(cancellation))
                {
                    live.UpdateTarget(Draw(view));
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        });
    }

    private static Table Draw(CensusView view)
    {
        var seconds = Math.Min(view.Clock.Elapsed.TotalSeconds, view.Duration.TotalSeconds);
        var table = new Table().RoundedBorder().Title($"census, {seconds:0} of {view.Duration.TotalSeconds:0} s");
        table.AddColumn("group");
        foreach (var column in (string[])["asked", "answered", "denied", "failed requests"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        Add("attackers", view.Attack.Counts, "red");
        Add("honest people", view.Honest.Counts, "green");
        return table;

        void Add(string group, GroupCounts counts, string colour) => table.AddRow(
            $"[{colour}]{group}[/]", $"{counts.Asked:N0}", $"{counts.Answered:N0}", $"{counts.Denied:N0}", $"{counts.Failed:N0}");
    }
}
