using System.Text;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

/// <summary>
/// The evasion of Reviriego and Ting (2020) and of Paterson and Raynal (eprint 2021/1139): who can compute the cells of targets picks, from many, those whose
/// cells are set already, and asks for them unseen.
/// </summary>
public sealed class TargetSketchAdversaryTests
{
    private const int Pool = 1_000_000;

    // A fingerprint whose key everyone knows is a public hash.
    private static readonly Fingerprinter Public = new(FingerprintKey.Derive("a key that everyone knows"u8));

    [Fact]
    public void WithAPublicHashHalfAMillionTargetsAreCountedAsOneThousand()
    {
        var chosen = ChosenByLevel(Public);
        var counted = Counted(Public, chosen);

        // Half of all targets are on level 0: its 1,024 cells are all that is ever set.
        Assert.InRange(chosen.Count, 498_000, 502_000);
        Assert.InRange(counted, 1_000, 2_000);
        Assert.True(counted / chosen.Count < 0.003);
    }

    [Fact]
    public void WithAPublicHashWhatFollowsTheFirstTargetsIsFree()
    {
        var chosen = ChosenByProbing(Public);
        var first = Counted(Public, chosen[..1_000]);

        Assert.True(chosen.Count > 250_000);
        Assert.Equal(first, Counted(Public, chosen));
    }

    [Fact]
    public void UnderASecretKeyTheSameTargetsAreCountedAsManyAsTheyAre()
    {
        var probed = ChosenByProbing(Public);
        foreach (var chosen in new[] { ChosenByLevel(Public), probed })
        {
            var sum = 0.0;
            const int Keys = 8;
            for (var key = 0; key < Keys; key++)
            {
                var error = (Counted(Secret(key), chosen) / chosen.Count) - 1;
                Assert.InRange(error, -3 * 0.0203, 3 * 0.0203);
                sum += error;
            }

            // Nor is there a small gain on average.
            Assert.InRange(sum / Keys, -3 * 0.0203 / Math.Sqrt(Keys), 3 * 0.0203 / Math.Sqrt(Keys));
        }
    }

    // Where the secret ends: one key serves all identities. Who sees which targets one identity is charged for may ask for the others as another identity, and is
    // counted as few there. To find them took identities that asked for the first thousand and then for some more each, and were charged as they should be: targets that
    // nobody was charged for yet stay hidden, those once paid for can be watched cheaply.
    [Fact]
    public void WhatSomeIdentitiesWereNotChargedForIsCheapForAnotherUnderTheSameKey()
    {
        var secret = Secret(1);
        var chosen = ChosenByProbing(secret);

        Assert.True(chosen.Count > 250_000);
        Assert.InRange(Counted(secret, chosen), 900, 1_100);
    }

    private static Fingerprinter Secret(int key) => new(FingerprintKey.Derive(Encoding.ASCII.GetBytes($"secret {key} of a cluster")));

    private static List<uint> ChosenByLevel(Fingerprinter known)
    {
        var chosen = new List<uint>();
        for (uint number = 0; number < Pool; number++)
        {
            if (TokenOf(known, number) >= 1u << 31)
            {
                chosen.Add(number);
            }
        }

        return chosen;
    }

    // The first thousand set their cells; of the others those are chosen that then set none.
    private static List<uint> ChosenByProbing(Fingerprinter known)
    {
        var (chosen, sketch) = (new List<uint>(), new TargetSketch());
        for (uint number = 0; number < Pool; number++)
        {
            var token = TokenOf(known, number);
            if (number < 1_000)
            {
                sketch.Put(token, 1);
            }

            if (sketch.AgeAt(TargetSketch.CellOf(token)) > 0)
            {
                chosen.Add(number);
            }
        }

        return chosen;
    }

    private static double Counted(Fingerprinter fingerprinter, List<uint> numbers)
    {
        var sketch = new TargetSketch();
        foreach (var number in numbers)
        {
            sketch.Put(TokenOf(fingerprinter, number), 1);
        }

        return sketch.CountSince(1);
    }

    private static uint TokenOf(Fingerprinter fingerprinter, uint number)
    {
        Assert.True(CanonicalTarget.TryRead(TargetSpace.Integer, null, number.ToString(), out var target, out _));
        return fingerprinter.Of(target).Token;
    }
}
