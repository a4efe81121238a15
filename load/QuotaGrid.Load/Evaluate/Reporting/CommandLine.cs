namespace QuotaGrid.Load.Evaluate.Reporting;

/// <summary>What has to be typed to repeat an evaluation.</summary>
public static class CommandLine
{
    /// <summary>The verb and its options: those that are not as usual.</summary>
    public static string Of(EvaluationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var usual = settings.IsQuick ? EvaluationSettings.Quick(settings.Seed) : new EvaluationSettings(settings.Seed);
        return string.Join(' ',
        [
            $"evaluate --seed {settings.Seed}",
            .. Flag("--quick", settings.IsQuick),
            .. Flag("--tuning", settings.IsTuning && !settings.IsQuick),
            .. Flag($"--seeds {settings.Seeds}", settings.Seeds != usual.Seeds),
            .. Flag($"--other-seeds {settings.OtherSeeds}", settings.OtherSeeds != usual.OtherSeeds),
            .. Flag($"--sample-scale {settings.SampleScale}", settings.SampleScale != usual.SampleScale),
            .. Names("--plan", settings.Plans, usual.Plans, plan => plan.Name),
            .. Names("--scenario", settings.Scenarios, usual.Scenarios, scenario => scenario.Name),
            .. Names("--defence", settings.Defences, usual.Defences, kind => kind.Name),
        ]);
    }

    private static string[] Flag(string flag, bool isOn) => isOn ? [flag] : [];

    // Lists hold other instances of the same attack in other settings, so they are compared by name.
    private static string[] Names<T>(string option, IReadOnlyList<T> chosen, IReadOnlyList<T> usual, Func<T, string> name) =>
        chosen.Select(name).SequenceEqual(usual.Select(name)) ? [] : [option, .. chosen.Select(name)];
}
