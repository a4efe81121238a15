namespace QuotaGrid.Host.Storage;

/// <summary>The database cannot be used as it is: its schema is missing, too old or too new, or somebody else has it open.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Creates the exception for one problem.</summary>
    /// <param name="detail">What is wrong, as a sentence.</param>
    /// <param name="remedy">What to do about it, as a sentence.</param>
    /// <param name="cause">The failure that told, if there is one.</param>
    public SchemaException(string detail, string remedy, Exception? cause = null)
        : base($"{detail} {remedy}", cause) => Remedy = remedy;

    /// <summary>Whether waiting may help: somebody else may be about to migrate.</summary>
    public bool CanPass { get; init; }

    /// <summary>What to do about it. The message ends with it.</summary>
    public string Remedy { get; }
}
