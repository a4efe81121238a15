namespace QuotaGrid.Load.Evaluate.People;

/// <summary>The groups whose false positives are reported apart. A person may be in several.</summary>
[Flags]
public enum HonestGroups
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Signed up during the run, when the others had been there.</summary>
    SignUp = 1,

    /// <summary>Reinstalled and sent everything as new.</summary>
    Reinstall = 2,

    /// <summary>Has a book above the 99th percentile of people's books, and is no business.</summary>
    LargeBook = 4,

    /// <summary>Is a business.</summary>
    Business = 8,

    /// <summary>Shares an address with 249 others.</summary>
    SharedAddress = 16,
}
