namespace QuotaGrid.Load.Verbs;

/// <summary>A run that cannot be made, with a message for the user: what was wrong and what to do.</summary>
public sealed class RunRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, and what to do.</param>
    /// <param name="innerException">What it comes from, or null.</param>
    public RunRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
