namespace QuotaGrid.Load.Verbs;

/// <summary>What the process answers to its caller.</summary>
public static class ExitCode
{
    /// <summary>The run ended and every gate was met.</summary>
    public const int Met = 0;

    /// <summary>The run ended and a gate was missed.</summary>
    public const int GateMissed = 1;

    /// <summary>There was no run: bad arguments, a server that cannot be reached, a report that cannot be written.</summary>
    public const int Refused = 2;

    /// <summary>The user stopped the run: 128 plus SIGINT.</summary>
    public const int Interrupted = 130;
}
