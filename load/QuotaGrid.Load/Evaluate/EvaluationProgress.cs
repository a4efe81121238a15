using System.Globalization;
using QuotaGrid.Load.Evaluate.Reporting;
using Spectre.Console;

namespace QuotaGrid.Load.Evaluate;

/// <summary>Shows how far an evaluation is: a bar that moves on a terminal, a line for each job elsewhere.</summary>
/// <param name="console">Where.</param>
/// <param name="clock">Tells how long it took.</param>
/// <param name="isTerminal">Whether lines can be drawn over.</param>
public sealed class EvaluationProgress(IAnsiConsole console, TimeProvider clock, bool isTerminal)
{
    /// <summary>Makes an evaluation and shows how far it is.</summary>
    /// <param name="make">Makes it, and says how far it is.</param>
    public Task<EvaluationResult> ShowAsync(Func<Action<EvaluationStep>, EvaluationResult> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return isTerminal ? ShowBarAsync(make) : ShowLinesAsync(make);
    }

    /// <summary>A step as a line: what it took so far, what is left of it, what was done.</summary>
    /// <param name="step">The step.</param>
    /// <param name="seconds">The seconds since the beginning.</param>
    public static string Line(EvaluationStep step, double seconds)
    {
        ArgumentNullException.ThrowIfNull(step);
        var left = step.Share > 0 ? seconds * (1 - step.Share) / step.Share : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds,6:0} s  {step.Done,3} of {step.Jobs}  {100 * step.Share,3:0} %  about {Words.Time(Math.Round(left))} left  {step.Title}");
    }

    private Task<EvaluationResult> ShowLinesAsync(Func<Action<EvaluationStep>, EvaluationResult> make)
    {
        var start = clock.GetTimestamp();
        var writer = console.Profile.Out.Writer;
        return Task.Run(() => make(step => writer.WriteLine(Line(step, clock.GetElapsedTime(start).TotalSeconds))));
    }

    private Task<EvaluationResult> ShowBarAsync(Func<Action<EvaluationStep>, EvaluationResult> make) => console.Progress()
        .AutoClear(true)
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(progress =>
        {
            var task = progress.AddTask("evaluate", maxValue: 1);
            return Task.Run(() => make(step =>
            {
                task.Description = Markup.Escape($"{step.Done} of {step.Jobs}: {step.Title}");
                task.Value = step.Share;
            }));
        });
}
