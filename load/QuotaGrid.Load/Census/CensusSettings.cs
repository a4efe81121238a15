using QuotaGrid.Core.Problems;

namespace QuotaGrid.Load.Census;

/// <summary>What a census is made of. Every value is bounded; <see cref="FindProblems"/> names those that are not.</summary>
/// <param name="Server">The address of the server. Default: http://localhost:8080.</param>
/// <param name="Country">The country that is swept, two capital letters. Default: US.</param>
/// <param name="Seconds">How long the attack lasts, in seconds, 1 to 3,600. Default: 60.</param>
/// <param name="People">The honest people beside the attack, 0 to 20,000. Default: 300.</param>
/// <param name="Attackers">The attackers' identities, 0 to 1,000. Default: 5.</param>
/// <param name="Rate">What each attacker asks for, in lookups a second, 1 to 1,000,000. Default: 1,400.</param>
/// <param name="Batch">The most targets of a request, 1 to 10,000. Default: 1,000.</param>
/// <param name="Seed">What the universe, the books and the schedule are made from.</param>
/// <param name="RunId">Sets the identities of this run apart from those of others; has the form of a <see cref="Name"/>.</param>
public sealed record CensusSettings(
    string Server, string Country, int Seconds, int People, int Attackers, int Rate, int Batch, int Seed, string RunId)
{
    /// <summary>The longest run that <c>--quick</c> makes, in seconds.</summary>
    public const int QuickSeconds = 15;

    /// <summary>The most people that <c>--quick</c> takes.</summary>
    public const int QuickPeople = 100;

    /// <summary>The most requests of a run.</summary>
    public const long MaxRequests = 1_000_000;

    /// <summary>The attack's decisions and outcome reports.</summary>
    public long AttackRequests => 2 * Attackers * (((long)Rate * Seconds / Batch) + 1);

    /// <summary>Says what is wrong with the values; empty when nothing is.</summary>
    public IReadOnlyList<string> FindProblems()
    {
        var problems = new List<string>();
        Check("--seconds", Seconds, 1, 3_600);
        Check("--people", People, 0, 20_000);
        Check("--attackers", Attackers, 0, 1_000);
        Check("--rate", Rate, 1, 1_000_000);
        Check("--batch", Batch, 1, 10_000);
        if (People + Attackers == 0)
        {
            problems.Add("--people and --attackers: both are 0. Take at least one of them.");
        }

        if (Country.Length != 2 || !Country.All(char.IsAsciiLetterUpper))
        {
            problems.Add($"--country: '{Country}' is not a country code. Write two capital letters, such as US or DE.");
        }

        if (Name.FindProblem(RunId) is { } problem)
        {
            problems.Add($"--run-id: {problem} {Name.Remedy}");
        }

        if (problems.Count == 0 && AttackRequests > MaxRequests)
        {
            problems.Add($"The attack would need {AttackRequests:N0} requests, more than {MaxRequests:N0}. "
                + "Take fewer --attackers or --seconds, a lower --rate, or a larger --batch.");
        }

        return problems;

        void Check(string option, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add($"{option}: {value} is not from {least:N0} to {most:N0}.");
            }
        }
    }
}
