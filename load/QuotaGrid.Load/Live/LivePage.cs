using System.Globalization;
using QuotaGrid.Load.Evaluate.Reporting;

namespace QuotaGrid.Load.Live;

/// <summary>A live run as a page in Markdown.</summary>
public static class LivePage
{
    /// <summary>What came of an attack, in a line.</summary>
    public static string Summary(LiveAttackResult attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {attack.Puppets:N0} puppets asked for {attack.Asked:N0}, were admitted {attack.Admitted:N0}, {attack.Exposed:N0} of them registered: E {Words.Share(attack.Share)}; first alert after {Words.Time(attack.DetectionInAttack)}, contained after {Words.Time(attack.Containment)}; {attack.Convicted:N0} convicted");
    }
}
