namespace QuotaGrid.Load.Census;

/// <summary>Shows a census while it runs: live on a terminal, line by line elsewhere.</summary>
public interface ICensusProgress
{
    /// <summary>Shows the counts until cancelled; ends without an exception.</summary>
    Task ShowAsync(CensusView view, CancellationToken cancellation);
}
