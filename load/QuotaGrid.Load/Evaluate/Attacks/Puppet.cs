using QuotaGrid.Load.Evaluate.Defences;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>One identity of an attacker.</summary>
/// <param name="index">Which one.</param>
/// <param name="signUpSecond">When it asks first, in seconds of the run.</param>
/// <param name="batch">The most numbers that it asks for at once.</param>
public sealed class Puppet(int index, double signUpSecond, int batch)
{
    private const double LeastWait = 60;
    private const double MostWait = 6 * 3_600;

    /// <summary>Which one.</summary>
    public int Index { get; } = index;

    /// <summary>When it asked first, in seconds of the run.</summary>
    public double SignUpSecond { get; } = signUpSecond;

    /// <summary>How many numbers it asks for next.</summary>
    public int Batch { get; private set; } = batch;

    /// <summary>What it was admitted to.</summary>
    public int Admitted { get; private set; }

    /// <summary>What it asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether anything was ever denied to it.</summary>
    public bool WasDenied { get; private set; }

    /// <summary>What it was denied and asks for again.</summary>
    public Stack<int> Denied { get; } = [];

    /// <summary>How long it waits because it was denied, in seconds; 0 when it was not.</summary>
    public double Wait { get; private set; }

    /// <summary>What gateways know of its client.</summary>
    public ClientAttributes Attributes { get; init; }

    /// <summary>The book that it pretends to have; null for puppets without one.</summary>
    public int[]? Book { get; init; }

    /// <summary>
    /// Takes notice of an answer. Who is denied wholly asks for half as much after twice the time, so that it gets what refills and makes little noise; who gets everything asks for more again.
    /// </summary>
    public void OnAnswer(int asked, int admitted, int mostBatch)
    {
        Asked += asked;
        Admitted += admitted;
        WasDenied |= admitted < asked;
        if (admitted == 0)
        {
            Wait = Math.Clamp(Wait * 2, LeastWait, MostWait);
            Batch = Math.Max(1, Batch / 2);
        }
        else
        {
            Wait = admitted < asked ? LeastWait : 0;
            Batch = admitted == asked ? Math.Min(mostBatch, Batch * 2) : Math.Max(1, admitted);
        }
    }
}
