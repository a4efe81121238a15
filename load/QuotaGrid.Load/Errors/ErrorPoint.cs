namespace QuotaGrid.Load.Errors;

/// <summary>The error of one count, over all runs.</summary>
/// <param name="Series">What is counted: a window's name, or <see cref="Novel"/>.</param>
/// <param name="Asked">The different targets that were asked for by then.</param>
/// <param name="Targets">Those that should be counted.</param>
/// <param name="Rmse">The measured relative error (root mean square).</param>
/// <param name="Bias">The measured mean relative error.</param>
/// <param name="Theory">The relative standard error that theory predicts.</param>
/// <param name="Tellable">Whether there were enough runs to tell the measured error from the theoretical one.</param>
public sealed record ErrorPoint(string Series, int Asked, int Targets, double Rmse, double Bias, double Theory, bool Tellable)
{
    /// <summary>The series of new targets that are counted by their weights.</summary>
    public const string Novel = "novel";
}
