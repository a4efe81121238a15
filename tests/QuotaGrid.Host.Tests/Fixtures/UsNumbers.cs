namespace QuotaGrid.Host.Tests.Fixtures;

/// <summary>Valid phone numbers in plenty.</summary>
public static class UsNumbers
{
    // Area code 212 with exchanges from 200: valid up to 9999999.
    private const int First = 2_000_000;

    /// <summary>A run of neighbouring numbers; the same ones each time.</summary>
    public static string[] Take(int start, int count) => [.. Enumerable.Range(First + start, count).Select(number => $"+1212{number}")];
}
