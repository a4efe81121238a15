using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class FingerprintBatchTests
{
    [Fact]
    public void ABatchHasItsFingerprintsInTheirOrder()
    {
        Fingerprint[] fingerprints = [new(7), new(ulong.MaxValue), new(0)];

        var batch = FingerprintBatch.Of(fingerprints);

        Assert.Equal(3, batch.Count);
        Assert.Equal(fingerprints, batch.Span.ToArray());
        Assert.Equal(0, default(FingerprintBatch).Count);
    }

    [Fact]
    public void ABatchOfTargetsHasTheFingerprintOfEach()
    {
        var fingerprinter = new Fingerprinter(FingerprintKey.Derive(new byte[16]));
        CanonicalTarget[] targets = [Read("17"), Read("4"), Read("17")];

        var batch = FingerprintBatch.Of(fingerprinter, targets);

        Assert.Equal([fingerprinter.Of(targets[0]), fingerprinter.Of(targets[1]), fingerprinter.Of(targets[0])], batch.Span.ToArray());
        Assert.NotEqual(batch.Span[0], batch.Span[1]);
    }

    [Fact]
    public void ATokenIsTheUpperHalfAndNever0()
    {
        Assert.Equal(7u, new Fingerprint((7UL << 32) | 9).Token);
        Assert.Equal(0x8000_0001u, new Fingerprint(0x8000_0001_FFFF_FFFF).Token);
        Assert.Equal(1u, new Fingerprint(uint.MaxValue).Token);
    }

    [Fact]
    public void TheKeyIsOfTheSecret()
    {
        var target = Read("17");
        var (one, other) = (new byte[16], new byte[16]);
        other[15] = 1;

        Assert.Equal(Of(one, target), Of([.. one], target));
        Assert.NotEqual(Of(one, target), Of(other, target));
        Assert.NotEqual(Of(one, target), Of(new byte[17], target));
    }

    private static Fingerprint Of(byte[] secret, CanonicalTarget target) => new Fingerprinter(FingerprintKey.Derive(secret)).Of(target);

    private static CanonicalTarget Read(string text) =>
        CanonicalTarget.TryRead(TargetSpace.Integer, defaultRegion: null, text, out var target, out var problem) ? target : throw new InvalidOperationException(problem);
}
