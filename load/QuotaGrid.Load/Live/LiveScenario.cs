using QuotaGrid.Load.Evaluate.Attacks;

namespace QuotaGrid.Load.Live;

/// <summary>An attack of the exam as it is made against a running cluster.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Blocks">How many blocks it sweeps, all of which honest people live in.</param>
/// <param name="Speed">How many seconds of the attack pass in a second.</param>
/// <param name="Scale">By how much puppets were scaled down; what they get is multiplied by it.</param>
public sealed record LiveScenario(AttackScenario Attack, int Blocks, double Speed, double Scale)
{
    private const double Hour = 3_600;
    private const double HoursPerDay = 24;

    /// <summary>The longest that it takes, in seconds.</summary>
    public double RealSeconds => Attack.Seconds / Speed;

    /// <summary>The attacks that can be made.</summary>
    /// <param name="speed">How many seconds of a sped-up attack pass in a second.</param>
    /// <param name="isQuick">Whether they are smaller and shorter.</param>
    public static IReadOnlyList<LiveScenario> All(double speed, bool isQuick)
    {
        var puppetScale = isQuick ? 5 : 1;
        return
        [
            // In real time: it is over within seconds.
            new(Of("a") with { Days = (isQuick ? 10 : 20) / (Hour * HoursPerDay) }, isQuick ? 1 : 5, 1, 1),
            Split("b.1000.order", 3, 10),
            Split("b.1000.random", 12, 25),
            Churn(isQuick ? 4 : 8),
        ];

        LiveScenario Split(string name, double hours, int blocks)
        {
            var attack = Of(name);
            return new(attack with { Puppets = attack.Puppets / puppetScale, Days = hours / HoursPerDay }, blocks / puppetScale, speed, puppetScale);
        }

        // As many puppets a day, for less than a day. What one gets has a gate; how much all get depends on the days.
        LiveScenario Churn(double hours)
        {
            var attack = Of("b2");
            var perHour = attack.Puppets / attack.SignUpHours;
            return new(attack with { Puppets = (int)(perHour * hours), SignUpHours = hours, Days = hours / HoursPerDay }, isQuick ? 2 : 10, speed, 1);
        }
    }

    private static AttackScenario Of(string name) => AttackScenarios.All.Single(attack => attack.Name == name);
}
