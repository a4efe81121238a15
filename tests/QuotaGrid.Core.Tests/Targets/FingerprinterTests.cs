using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class FingerprinterTests
{
    private static readonly FingerprintKey Key = FingerprintKey.Derive("a secret of the cluster, 1"u8);
    private static readonly Fingerprinter Fingerprinter = new(Key);

    // Stored state refers to these for ever: a change of one of them makes every identity forget every target.
    [Theory]
    [InlineData(TargetSpace.E164, "+14155550101", "3af6f23726a043d8")]
    [InlineData(TargetSpace.Integer, "0", "80876ccaf09d3a0c")]
    [InlineData(TargetSpace.Integer, "18446744073709551615", "2dbc67d3e40d0fc4")]
    [InlineData(TargetSpace.Opaque, "a", "143086b91d49c008")]
    [InlineData(TargetSpace.Opaque, "someone@example.org", "ad584c3bd708c284")]
    [InlineData(TargetSpace.Opaque, "exactly16bytes!!", "5d73559eec638693")]
    public void AFingerprintNeverChanges(TargetSpace space, string text, string hex) => Assert.Equal(hex, Of(space, text).ToString());

    [Fact]
    public void ItIsTheMacThatItsDescriptionNames()
    {
        var key = new byte[16];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, "a secret of the cluster, 1"u8, key, [], "quotagrid fingerprint 1"u8);
        using var aes = Aes.Create();
        aes.SetKey(key);
        foreach (var length in Enumerable.Range(1, 256))
        {
            var text = new string('x', length);
            var padded = new byte[16 + ((length + 15) / 16 * 16)];
            padded[0] = 3;
            BinaryPrimitives.WriteUInt16LittleEndian(padded.AsSpan(1), (ushort)length);
            Encoding.UTF8.GetBytes(text, padded.AsSpan(16));
            var mac = aes.EncryptCbc(padded, new byte[16], PaddingMode.None).AsSpan(^16..);
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(mac), Of(TargetSpace.Opaque, text).Value);
        }
    }

    [Fact]
    public void NoTwoTargetsOfASampleCoincide()
    {
        var seen = new HashSet<ulong>();
        var made = 0;
        for (var i = 0; i < 5_000; i++)
        {
            made += 3;
            seen.Add(Of(TargetSpace.Integer, $"{4_915_112_300_000 + i}").Value);
            seen.Add(Of(TargetSpace.Opaque, $"{4_915_112_300_000 + i}").Value);
            seen.Add(Of(TargetSpace.E164, $"+{4_915_112_300_000 + i}").Value);
        }

        for (var length = 1; length <= 256; length++)
        {
            made += 2;
            seen.Add(Of(TargetSpace.Opaque, new string('x', length)).Value);
            seen.Add(Of(TargetSpace.Opaque, new string('\0', length)).Value);
        }

        Assert.Equal(made, seen.Count);
    }

    [Fact]
    public void AnotherSecretMakesOtherFingerprints()
    {
        var other = new Fingerprinter(FingerprintKey.Derive("a secret of the cluster, 2"u8));
        Assert.NotEqual(Of(TargetSpace.Integer, "1"), other.Of(Read(TargetSpace.Integer, "1")));
    }

    [Fact]
    public void ABatchGetsTheFingerprintsOfEach()
    {
        CanonicalTarget[] targets =
            [Read(TargetSpace.Opaque, "b"), Read(TargetSpace.Integer, "7"), Read(TargetSpace.Opaque, new string('\u20ac', 85)), Read(TargetSpace.Opaque, "b")];
        var fingerprints = new Fingerprint[4];

        Fingerprinter.OfEach(targets, fingerprints);

        Assert.Equal(targets.Select(target => Fingerprinter.Of(target)), fingerprints);
        Assert.Throws<ArgumentException>(() => Fingerprinter.OfEach(targets, new Fingerprint[3]));
    }

    [Fact]
    public void AShortSecretIsRefused()
    {
        Assert.StartsWith(
            "The secret has 15 bytes; at least 16 random bytes are needed.",
            Assert.Throws<ArgumentException>(() => FingerprintKey.Derive(new byte[15])).Message);
        Assert.Equal(16, FingerprintKey.Derive(new byte[16]).Bytes.Length);
    }

    [Fact]
    public void NeitherTheKeyNorATargetHasATextForm()
    {
        Assert.Equal(typeof(FingerprintKey).FullName, Key.ToString());
        Assert.Equal(typeof(CanonicalTarget).FullName, Read(TargetSpace.Opaque, "secret").ToString());
    }

    private static CanonicalTarget Read(TargetSpace space, string text)
    {
        Assert.True(CanonicalTarget.TryRead(space, null, text, out var target, out var problem), problem);
        return target;
    }

    private static Fingerprint Of(TargetSpace space, string text) => Fingerprinter.Of(Read(space, text));
}
