using QuotaGrid.Core.Targets;

namespace QuotaGrid.Core.Tests.Targets;

public sealed class Aes128Tests
{
    // FIPS 197: the worked example of appendix B and the vector of appendix C.1.
    [Theory]
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3C", "3243F6A8885A308D313198A2E0370734", "3925841D02DC09FBDC118597196A0B32")]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "69C4E0D86A7B0430D8CDB78070B4C55A")]
    public void TheVectorsOfTheStandardHold(string key, string plain, string encrypted)
    {
        foreach (var useInstructions in (bool[])[true, false])
        {
            var block = Convert.FromHexString(plain);
            new Aes128(Convert.FromHexString(key), useInstructions).Encrypt(block);
            Assert.Equal(encrypted, Convert.ToHexString(block));
        }
    }

    [Fact]
    public void InstructionsAndPlatformAgree()
    {
        var random = new Random(197);
        for (var i = 0; i < 2_000; i++)
        {
            var (key, block) = (new byte[16], new byte[16]);
            random.NextBytes(key);
            random.NextBytes(block);
            var other = block.ToArray();

            new Aes128(key).Encrypt(block);
            new Aes128(key, useInstructions: false).Encrypt(other);

            Assert.Equal(other, block);
        }
    }

    [Fact]
    public void OnlyTheFirstBlockIsTouched()
    {
        foreach (var useInstructions in (bool[])[true, false])
        {
            var bytes = new byte[20];
            new Aes128(new byte[16], useInstructions).Encrypt(bytes);
            Assert.Equal(new byte[4], bytes[16..]);
            Assert.Throws<ArgumentOutOfRangeException>(() => new Aes128(new byte[16], useInstructions).Encrypt(new byte[15]));
        }
    }
}
