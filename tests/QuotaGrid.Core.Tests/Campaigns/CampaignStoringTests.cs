using QuotaGrid.Core.Campaigns;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Snapshots;
using QuotaGrid.Core.Tests.Decisions;
using static QuotaGrid.Core.Tests.Campaigns.SomeConvictions;

namespace QuotaGrid.Core.Tests.Campaigns;

public sealed class CampaignStoringTests
{
    // Written once by format 1: never to be changed, every later version reads it.
    private const string Golden =
        "010201B9C8E96E7458C5400F636F6E74616374732E6C6F6F6B757000B0AF900784D4180F636C69656E743A6A61343A72617265000021A0EB83D41800"
        + "B0AF900784D41800B0AF900784D4180000000000000000000000000000000000033E23E8160039594A00586898F983D418CA978112CA1BBDCA000021"
        + "A0EB83D4182E7D2C03A9507AE200B0AF900784D41803016101620163020F636C69656E743A6A61343A7261726503FCA9F1D24D62503FE80711636C69"
        + "656E743A6A61343A636F6D6D6F6E01000000000000D03F90A10F02BC090303BC0984078407010577616974730F636F6E74616374732E6C6F6F6B7570"
        + "0101020008F7881584D41800A8AFB95B87D418000000000000002C40000111636C69656E743A6A61343A636F6D6D6F6E90A10FC0843D010F636F6E74"
        + "616374732E6C6F6F6B75700961736E3A36343530300300603E812384D4180060FF9B6089D418";

    [Fact]
    public void CampaignsAreStoredAsTheyAlwaysWere()
    {
        Assert.Equal(Golden, Convert.ToHexString(Sample().Encode()));
        Assert.Equal(Golden, Convert.ToHexString(CampaignBook.Decode(Convert.FromHexString(Golden)).Encode()));
    }

    [Fact]
    public void WhatIsReadJudgesAsIfItHadNeverBeenStored()
    {
        var random = new Random(11);
        CampaignBook kept = new(), read = new();
        for (var step = 0; step < 600; step++)
        {
            var notice = RandomNotice(random, step);
            read = Copy(read);
            Assert.Equal(kept.Tell(notice, notice.Conviction.Since), read.Tell(notice, notice.Conviction.Since));
            if (step % 97 == 96)
            {
                var id = kept.Campaigns[random.Next(kept.Campaigns.Count)].Id;
                Assert.Equal(kept.Pardon(id, notice.Conviction.Since)?.Id, read.Pardon(id, notice.Conviction.Since)?.Id);
            }

            Assert.Equal(kept.Refresh(), read.Refresh());
            Assert.Equal(kept.TakeChanges().Select(change => (change.Kind, change.Campaign.Id, change.Merged)), read.TakeChanges().Select(change => (change.Kind, change.Campaign.Id, change.Merged)));
            Assert.Equal(kept.Containments.AsSpan(), read.Containments.AsSpan());
            Assert.Equal(kept.Encode(), read.Encode());
        }

        Assert.True(kept.Campaigns.Count > 3 && kept.Campaigns.Any(one => one.IsPardoned) && kept.Containments.Length > 0);
    }

    [Fact]
    public void EveryPrefixIsRefusedAndSoIsMore()
    {
        var bytes = Sample().Encode();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SnapshotFormatException>(() => CampaignBook.Decode(bytes.AsMemory(0, length)));
        }

        Assert.Throws<SnapshotFormatException>(() => CampaignBook.Decode((byte[])[.. bytes, 0]));
        Assert.Throws<SnapshotFormatException>(() => CampaignBook.Decode((byte[])[2, .. bytes[1..]]));
    }

    [Fact]
    public void MutatedBytesAreRefusedOrWork()
    {
        var stored = Sample().Encode();
        var random = new Random(8);
        var (read, attempts) = (0, 10_000);
        for (var i = 0; i < attempts; i++)
        {
            var bytes = stored.ToArray();
            bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => (byte)random.Next(256) };
            read += Works(bytes) ? 1 : 0;
        }

        Assert.InRange(read, attempts / 50, attempts - (attempts / 50));
    }

    private static bool Works(byte[] bytes)
    {
        CampaignBook book;
        try
        {
            book = CampaignBook.Decode(bytes);
        }
        catch (SnapshotFormatException)
        {
            return false;
        }

        book.Tell(Of("more", 5, [new TouchedBlock(Manhattan, 3, 9)], Rare), After(5));
        book.Forget(After(500));
        book.Refresh();
        Assert.Equal(book.Encode(), Copy(book).Encode());
        return true;
    }

    private static CampaignBook Sample()
    {
        var book = new CampaignBook();
        book.Tell(Of("a", 0, [new TouchedBlock(Manhattan, 3, 20)], Rare), Of("b", 1, null, Rare), Of("c", 2, [new TouchedBlock(Manhattan, 900, 5)], Rare, Common), Of("waits", 3, null, Common));
        book.Order(Some.Lookup.Name, Cohort.Of("asn", "64500"), ContainmentAction.Block, After(100), After(4));
        book.Refresh();
        return book;
    }

    private static ConvictionNotice RandomNotice(Random random, int step)
    {
        CohortSize Size(string kind, int values, long identities) => new(Cohort.Of(kind, $"{random.Next(values)}"), identities, 1_000_000);
        return Of(
            $"p{random.Next(400)}",
            step * 5,
            [.. Enumerable.Range(0, random.Next(20) == 0 ? 2 : 0).Select(_ => new TouchedBlock(RegionKey.Parse($"e164:12{random.Next(10, 99)}"), random.Next(1000), random.Next(1, 9)))],
            Size("asn", 40, 8),
            Size("client", 3, 300_000));
    }
}
