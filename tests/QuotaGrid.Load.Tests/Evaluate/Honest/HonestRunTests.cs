using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;

namespace QuotaGrid.Load.Tests.Evaluate.Honest;

public sealed class HonestRunTests
{
    // Who may know 5,000 and a few is denied something exactly when the book is larger than that.
    [Fact]
    public void OnlyLargeBooksAreDeniedByQuotaGridsLimits()
    {
        var world = TinyWorld.Instance;
        var run = new HonestRun(world, DefenceKinds.All.Single(kind => kind.Name == "limits"));
        run.RunUntil(1 * 86_400, TestContext.Current.CancellationToken);
        run.RunUntil(4 * 86_400, TestContext.Current.CancellationToken);
        var result = run.Result();

        var there = world.People.Where(person => person.SignUpSecond < 4 * 86_400).ToArray();
        Assert.Equal(there.Count(person => person.InitialSize > 5_000), result.Groups[0].Denied);
        Assert.Equal((HonestResult.All, there.Length, 0), (result.Groups[0].Name, result.Groups[0].People, result.Groups[0].Alerted));
        Assert.Equal(there.Count(person => person.Groups.HasFlag(HonestGroups.Business)), result.Groups[4].People);
        var items = 0L;
        foreach (var asked in world.Schedule.Events)
        {
            items += asked.Second < 4 * 86_400 ? asked.Count : 0;
        }

        Assert.Equal(items, result.Items);
    }

    [Fact]
    public void ATallyCountsWhoWasDeniedAnythingOnce()
    {
        Person[] people = [Of(HonestGroups.None), Of(HonestGroups.SignUp), Of(HonestGroups.SignUp | HonestGroups.Business), Of(HonestGroups.SignUp)];
        ClientAttributes[] clients = [default, new(0, HonestClients.NewestPhone, 0), new(int.MinValue, 0, 0), default];
        var tally = new HonestTally(people, clients);
        tally.OnAnswer(0, 10, 10);
        tally.OnAnswer(1, 10, 4);
        tally.OnAnswer(1, 10, 9);
        tally.OnAnswer(2, 5, 5);
        var result = tally.Result(new IdentityBuckets(4));

        Assert.Equal((35, 7, 0.2), (result.Items, result.DeniedItems, result.DeniedItemShare));
        Assert.Equal([(3, 1), (2, 1), (0, 0), (0, 0), (1, 0), (0, 0), (1, 0), (1, 1)], result.Groups.Select(group => (group.People, group.Denied)));

        static Person Of(HonestGroups groups) => new(0, [], 0, 0, groups, 0, 0);
    }

    // A sixth of all people, four fifths of them at one address; and nobody but new people on the newest phone.
    [Fact]
    public void SomeAttributesAreSharedByVeryMany()
    {
        var world = TinyWorld.Instance;
        var clients = HonestClients.All(world);

        Assert.Equal(HonestClients.Of(world, 17), clients[17]);
        Assert.InRange(clients.Count(client => client.Operator == 0), 0.16 * clients.Length, 0.2 * clients.Length);
        Assert.InRange(clients.Count(client => HonestClients.IsBehindOperator(client)), 0.12 * clients.Length, 0.16 * clients.Length);
        var newest = Enumerable.Range(0, clients.Length).Where(person => clients[person].Client == HonestClients.NewestPhone).ToArray();
        Assert.NotEmpty(newest);
        Assert.All(newest, person => Assert.True(world.People[person].Groups.HasFlag(HonestGroups.SignUp)));
    }
}
