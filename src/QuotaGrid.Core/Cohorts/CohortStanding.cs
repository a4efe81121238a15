namespace QuotaGrid.Core.Cohorts;

/// <summary>
/// What the cohorts of an identity say of it before it is looked at. The default says nothing.
/// </summary>
/// <param name="LogWeight">The natural logarithm of its weight (<see cref="PriorShift"/>): so many nats fewer evidence convict it, or more where it is below 0.</param>
/// <param name="Weighed">The cohort that did most for that; null when none did anything.</param>
public readonly record struct CohortStanding(double LogWeight, HeldCohort? Weighed);
