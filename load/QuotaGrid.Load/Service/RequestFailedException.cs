namespace QuotaGrid.Load.Service;

/// <summary>A request that got no usable answer. Not a denial: nothing is known of its targets.</summary>
public sealed class RequestFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, in a few words.</param>
    /// <param name="innerException">What it comes from, or null.</param>
    public RequestFailedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the request itself was refused (HTTP 4xx): sent again it would be refused again.</summary>
    public bool IsRefused { get; init; }
}
