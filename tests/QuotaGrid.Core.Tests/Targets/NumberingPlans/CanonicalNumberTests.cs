using System.Globalization;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets.NumberingPlans;

/// <summary>Compares what is read of canonical numbers without the library with what the library says of them.</summary>
public sealed class CanonicalNumberTests
{
    private const int DrawnPerCallingCode = 10_000;

    // Argentina and Brazil rewrite national numbers. What only looks like one that is rewritten there is left to the library.
    private static readonly HashSet<int> PartlyLeftToTheLibrary = [54, 55];

    [Fact]
    public void NumbersNearThoseOfEveryKindInEveryRegionAreReadAsTheLibraryReadsThem()
    {
        var valid = 0;
        foreach (var callingCode in LibraryNumbers.CallingCodes)
        {
            foreach (var text in LibraryNumbers.Examples(callingCode).SelectMany(example => Near(example, NationalAt(callingCode))))
            {
                valid += AssertAgrees(callingCode, text) ? 1 : 0;
            }
        }

        Assert.InRange(valid, 50_000, int.MaxValue);
    }

    [Fact]
    public void DrawnNumbersOfEveryCallingCodeAreReadAsTheLibraryReadsThem()
    {
        var random = new Random(41);
        var valid = 0;
        foreach (var callingCode in LibraryNumbers.CallingCodes)
        {
            string[] beginnings = [.. LibraryNumbers.Examples(callingCode), $"+{callingCode}"];
            for (var drawn = 0; drawn < DrawnPerCallingCode; drawn++)
            {
                valid += AssertAgrees(callingCode, Draw(random, beginnings[random.Next(beginnings.Length)], callingCode)) ? 1 : 0;
            }
        }

        Assert.InRange(valid, LibraryNumbers.CallingCodes.Count * DrawnPerCallingCode / 2, int.MaxValue);
    }

    [Fact]
    public void EveryThreeDigitsAfterThePlusAreReadAsTheLibraryReadsThem()
    {
        for (var beginning = 0; beginning < 1_000; beginning++)
        {
            var text = $"+{beginning:000}2345678";
            var isRead = E164Numbers.TryReadCanonical(text, out _);
            Assert.Equal(LibraryNumbers.Read(text) == text, isRead);
        }
    }

    [Fact]
    public void EveryCallingCodeHasAPlanAndAllTogetherAreSmall()
    {
        var bytes = LibraryNumbers.CallingCodes.Select(E164Numbers.BytesOf).ToArray();
        Assert.DoesNotContain(0, bytes);
        Assert.InRange(bytes.Sum(), 0, 1 << 18);
    }

    [Fact]
    public void WhatIsNotAPlusAndSevenToFifteenDigitsIsLeftToTheLibrary()
    {
        foreach (var callingCode in LibraryNumbers.CallingCodes)
        {
            foreach (var example in LibraryNumbers.Examples(callingCode))
            {
                for (var at = 0; at < example.Length; at++)
                {
                    foreach (var c in " -/:a;\0\u0661\uff11\uff0b")
                    {
                        Assert.False(E164Numbers.TryReadCanonical($"{example[..at]}{c}{example[(at + 1)..]}", out _));
                    }
                }
            }
        }

        foreach (var text in (string[])["", "+", "+1", "+49", "+491234", "14155550101", "+ 14155550101", "++14155550101", "+014155550101"])
        {
            Assert.False(E164Numbers.TryReadCanonical(text, out _), text);
        }
    }

    [Fact]
    public void ACanonicalNumberAndItsSpellingAreTheSameTargetAndTheFirstIsReadWithoutAllocating()
    {
        var numbers = LibraryNumbers.CallingCodes.SelectMany(LibraryNumbers.Examples)
            .Where(number => number.Length is >= 8 and <= 16 && LibraryNumbers.Read(number) == number).ToArray();
        Assert.InRange(numbers.Length, 1_000, int.MaxValue);
        foreach (var number in numbers)
        {
            Assert.True(CanonicalTarget.TryRead(TargetSpace.E164, "US", LibraryNumbers.Spell(number), out var spelled, out var problem), problem);

            // The lesser of two, because a collection that comes in between is counted too.
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isRead = CanonicalTarget.TryRead(TargetSpace.E164, "US", number, out var target, out problem);
            var between = GC.GetAllocatedBytesForCurrentThread();
            isRead &= CanonicalTarget.TryRead(TargetSpace.E164, "US", number, out target, out problem);
            var allocated = Math.Min(between - before, GC.GetAllocatedBytesForCurrentThread() - between);
            Assert.True(isRead, problem);
            Assert.Equal((spelled.Number, TargetSpace.E164, 0), (target.Number, target.Space, allocated));
        }
    }

    // Returns whether the number is valid.
    private static bool AssertAgrees(int callingCode, string text)
    {
        var expected = LibraryNumbers.Read(text);
        if (E164Numbers.TryReadCanonical(text, out var number))
        {
            Assert.True(expected == text && $"+{number}" == text, $"{text} was read as {number}, by the library as {expected ?? "no number"}.");
        }
        else if (text.Length is >= 8 and <= 16)
        {
            Assert.True(expected != text || PartlyLeftToTheLibrary.Contains(callingCode), $"{text} was not read.");
        }

        return expected is not null;
    }

    private static int NationalAt(int callingCode) => 1 + callingCode.ToString(CultureInfo.InvariantCulture).Length;

    // Every number that is one change of a digit, one digit more or one digit less away.
    private static IEnumerable<string> Near(string number, int nationalAt)
    {
        yield return number;
        for (var at = nationalAt; at <= number.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                yield return $"{number[..at]}{digit}{number[at..]}";
                if (at < number.Length)
                {
                    yield return $"{number[..at]}{digit}{number[(at + 1)..]}";
                }
            }

            if (at < number.Length)
            {
                yield return number.Remove(at, 1);
            }
        }
    }

    // Keeps some first digits of a number and draws the rest; one number in eight gets any length up to one digit too many.
    private static string Draw(Random random, string number, int callingCode)
    {
        var kept = random.Next(NationalAt(callingCode), number.Length + 1);
        var length = random.Next(8) == 0 ? random.Next(kept, 18) : number.Length;
        return string.Create(Math.Max(kept, length), (random, number, kept), static (text, from) =>
        {
            from.number.AsSpan(0, from.kept).CopyTo(text);
            foreach (ref var c in text[from.kept..])
            {
                c = (char)('0' + from.random.Next(10));
            }
        });
    }
}
