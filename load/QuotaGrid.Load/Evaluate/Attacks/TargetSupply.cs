namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>What puppets ask for next: what they were denied, then what others left behind, then what nobody asked for yet.</summary>
/// <param name="picker">Hands out the last.</param>
public sealed class TargetSupply(TargetPicker picker)
{
    private readonly Stack<int> _handedBack = [];

    /// <summary>Takes a puppet's next targets.</summary>
    /// <returns>How many there were.</returns>
    public int Fill(Puppet puppet, Span<int> targets)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        for (var i = 0; i < targets.Length; i++)
        {
            if (!puppet.Denied.TryPop(out targets[i]) && !_handedBack.TryPop(out targets[i]))
            {
                var next = picker.Next(puppet.Index);
                if (next < 0)
                {
                    return i;
                }

                targets[i] = next;
            }
        }

        return targets.Length;
    }

    /// <summary>Leaves what a puppet was denied to the others.</summary>
    public void HandBack(Puppet puppet)
    {
        ArgumentNullException.ThrowIfNull(puppet);
        foreach (var target in puppet.Denied)
        {
            _handedBack.Push(target);
        }

        puppet.Denied.Clear();
    }
}
