using System.Numerics;
using System.Security.Cryptography;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Coverage;

public sealed class TargetPlacerTests
{
    private static readonly FingerprintKey Key = FingerprintKey.Derive("a secret of the cluster, 1"u8);
    private static readonly TargetPlacer Placer = new(Key);

    // Bitmaps refer to these for a month: a change makes everybody forget what was asked for.
    [Theory]
    [InlineData(TargetSpace.E164, "+14155550101", "e164:1415/555")]
    [InlineData(TargetSpace.E164, "+4915123456789", "e164:491512/345")]
    [InlineData(TargetSpace.E164, "+6834002", "e164:683xxxx/0")]
    [InlineData(TargetSpace.E164, "+29022158", "e164:290xxxxx/2")]
    [InlineData(TargetSpace.E164, "+298211234", "e164:298xxxxxx/21")]
    [InlineData(TargetSpace.Integer, "0", "integer:0/0")]
    [InlineData(TargetSpace.Integer, "12345678", "integer:1/234")]
    [InlineData(TargetSpace.Integer, "9223372036854775807", "integer:922337203685/477")]
    public void NeighboursShareABlock(TargetSpace space, string text, string regionAndBlock)
    {
        var place = Of(space, text);

        Assert.True(place.IsPlace);
        Assert.Equal(regionAndBlock, place.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000_000)]
    [InlineData(9_223_372_036_854_760_000)]
    public void TheOffsetsOfABlockArePermuted(ulong first)
    {
        var places = Enumerable.Range(0, 10_000).Select(i => Of(TargetSpace.Integer, $"{first + (ulong)i}")).ToArray();

        Assert.Single(places.Select(place => place.ToString()).Distinct());
        Assert.Equal(Enumerable.Range(0, 10_000), places.Select(place => place.Offset).Order());

        // One in 10,000 stays where it was in the mean; three standard deviations are below five.
        Assert.InRange(places.Where((place, i) => place.Offset == i).Count(), 0, 4);
    }

    [Theory]
    [InlineData(TargetSpace.E164, "+14155550101", 101)]
    [InlineData(TargetSpace.E164, "+6834002", 4_002)]
    [InlineData(TargetSpace.Integer, "0", 0)]
    [InlineData(TargetSpace.Integer, "12345678", 5_678)]
    [InlineData(TargetSpace.Integer, "9223372036854775807", 5_807)]
    public void ThePermutationIsTheFeistelNetworkThatItsDescriptionNames(TargetSpace space, string text, int offset)
    {
        var place = Of(space, text);

        Assert.Equal(Permuted(place.Value >> 14, offset), place.Offset);
    }

    [Fact]
    public void ThePermutationNeverChanges()
    {
        Assert.Equal("0005878ade19", $"{Of(TargetSpace.E164, "+14155550101").Value:x12}"[^12..]);
    }

    [Fact]
    public void EveryBlockAndEveryKeyHasAnotherPermutation()
    {
        var other = new TargetPlacer(FingerprintKey.Derive("a secret of the cluster, 2"u8));
        var here = Offsets(Placer, 0);

        Assert.InRange(Same(here, Offsets(Placer, 10_000)), 0, 4);
        Assert.InRange(Same(here, Offsets(Placer, 10_000_000)), 0, 4);
        Assert.InRange(Same(here, Offsets(other, 0)), 0, 4);
        Assert.Equal(here, Offsets(new TargetPlacer(FingerprintKey.Derive("a secret of the cluster, 1"u8)), 0));
    }

    [Theory]
    [InlineData(TargetSpace.Opaque, "someone@example.org")]
    [InlineData(TargetSpace.Opaque, "0")]
    [InlineData(TargetSpace.Integer, "9223372036854775808")]
    [InlineData(TargetSpace.Integer, "18446744073709551615")]
    public void WhatHasNoNeighboursIsSpreadByItsFingerprint(TargetSpace space, string text)
    {
        var expected = (int)((new BigInteger(new Fingerprinter(Key).Of(Read(space, text)).Value) * 160_000_000) >> 64);

        var place = Of(space, text);

        Assert.Equal($"opaque:{expected / 10_000_000}/{expected / 10_000 % 1_000}", place.ToString());
        Assert.Equal(expected % 10_000, place.Offset);
    }

    [Fact]
    public void ShortNumbersOfEveryLengthHaveRegionsOfTheirOwn()
    {
        // 7 to 10 digits that begin alike: a shorter number is no prefix of a longer one's region.
        string[] texts = ["e164:298xxxx", "e164:298xxxxx", "e164:298xxxxxx", "e164:298", "e164:2982"];

        Assert.Equal(5, texts.Select(text => RegionKey.Parse(text).Code).Distinct().Count());
    }

    [Fact]
    public void FindingAPlaceAllocatesNothing()
    {
        CanonicalTarget[] targets = [Read(TargetSpace.E164, "+14155550101"), Read(TargetSpace.Integer, "7"), Read(TargetSpace.Opaque, "a@b")];
        Array.ForEach(targets, target => Placer.Of(target));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var target in targets)
        {
            Placer.Of(target);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[] Offsets(TargetPlacer placer, ulong first) =>
        [.. Enumerable.Range(0, 10_000).Select(i => placer.Of(Read(TargetSpace.Integer, $"{first + (ulong)i}")).Offset)];

    private static int Same(int[] here, int[] there) => here.Zip(there).Count(pair => pair.First == pair.Second);

    // By the platform's AES and byte by byte.
    private static int Permuted(ulong block, int offset)
    {
        var ikm = HKDF.DeriveKey(HashAlgorithmName.SHA256, "a secret of the cluster, 1"u8.ToArray(), 16, [], "quotagrid fingerprint 1"u8.ToArray());
        using var aes = Aes.Create();
        aes.Key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 16, [], "quotagrid place 1"u8.ToArray());
        var (a, b) = (offset / 100, offset % 100);
        for (var round = 0; round < 8; round++)
        {
            byte[] input = [.. BitConverter.GetBytes(block), (byte)b, (byte)round, 0, 0, 0, 0, 0, 0];
            var random = new BigInteger(aes.EncryptEcb(input, PaddingMode.None).AsSpan(0, 8), isUnsigned: true);
            (a, b) = (b, (a + (int)((random * 100) >> 64)) % 100);
        }

        return (a * 100) + b;
    }

    private static TargetPlace Of(TargetSpace space, string text) => Placer.Of(Read(space, text));

    private static CanonicalTarget Read(TargetSpace space, string text) =>
        CanonicalTarget.TryRead(space, defaultRegion: null, text, out var target, out var problem) ? target : throw new InvalidOperationException(problem);
}
