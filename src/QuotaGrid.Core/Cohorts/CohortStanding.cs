namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// What the cohorts of an identity say of it before it is looked at. The default says nothing.
/// </summary>
/// <param name="LogWeight">
/// The natural logarithm of how much likelier it is to sweep than anybody else, at least 0: so much less evidence convicts it. E-values with weights that are chosen without looking at them, and
/// whose mean over honest identities is at most 1, keep the number of false alarms (Genovese, Roeder and Wasserman 2006; Ignatiadis, Wang and Ramdas 2024).
/// </param>
public readonly record struct CohortStanding(double LogWeight);
