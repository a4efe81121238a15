using QuotaGrid.Core.Budgets;
using QuotaGrid.Core.Decisions;
using QuotaGrid.Core.Leases;
using QuotaGrid.Core.Policies;
using QuotaGrid.Core.Tests.Decisions;
using QuotaGrid.Core.Time;

namespace QuotaGrid.Core.Tests.Budgets;

/// <summary>
/// A budget, silos that hold some of it, identities on them and a gateway that holds leases of those, with messages that are lost and come twice and a budget's grain that dies. Checked against a
/// plain list of all that was admitted: never more than the contract, which counts two lease times, one at the silo and one at the gateway.
/// </summary>
public sealed class BudgetPropertyTests
{
    private const long Second = Instant.NanosPerSecond;

    private static readonly Limit Total = new("total", LimitKind.Velocity, LimitUnit.Items, 600, TimeSpan.FromSeconds(120), 150);
    private static readonly Policy Ample = Some.Policy(Some.Velocity(1_000_000, TimeSpan.FromSeconds(60), 1_000_000));

    [Fact]
    public void NoWindowHasMoreThanTheBudgetWhateverIsLostOrDies()
    {
        var (admitted, fromLeases, contract) = (0L, 0L, 0.0);
        for (var seed = 1; seed <= 150; seed++)
        {
            var world = new World(new Random(seed));
            for (var step = 0; step < 1_500; step++)
            {
                world.Step();
            }

            AssertNoWindowIsOver(world.Admitted, seed);
            admitted += world.Admitted.Sum(one => one.Items);
            fromLeases += world.FromLeases;
            contract += Total.Burst + (5.0 * (world.Now.UnixNanos - Some.Start.UnixNanos) / Second);
        }

        // What is never over because hardly anything is admitted proves nothing.
        Assert.InRange(admitted / contract, 0.5, 1);
        Assert.InRange(fromLeases / (double)admitted, 0.1, 0.9);
    }

    private static void AssertNoWindowIsOver(List<(Instant At, int Items)> admitted, int seed)
    {
        // As a bucket that leaks: it is over where any window that ends there is.
        var (level, last) = (0.0, Some.Start);
        var most = Total.Burst + (5.0 * 2 * LeaseRules.Default.Lease.TotalSeconds);
        foreach (var (at, items) in admitted)
        {
            level = Math.Max(0, level - (5.0 * (at.UnixNanos - last.UnixNanos) / Second)) + items;
            last = at;
            Assert.True(level <= most + 1e-6, $"Seed {seed}: {level} at {(at.UnixNanos - Some.Start.UnixNanos) / (double)Second} s, at most {most}.");
        }
    }

    private sealed class World
    {
        private readonly Random _random;
        private readonly Budget _budget = new(Some.Lookup.Name, Tenant: null, [Total]);
        private readonly HeldBudget[] _silos;
        private readonly (CapabilityState State, LeaseHolder Holder, Epoch Epoch)[] _identities;
        private IdentityOwner _owner;
        private byte[] _stored = [];
        private ulong _epochs = 1;

        public World(Random random)
        {
            _random = random;
            _owner = new IdentityOwner(default, new Epoch(_epochs), LeaseRules.Default);
            _silos = [.. Enumerable.Range(0, 3).Select(i => new HeldBudget("budget", new HolderId((ulong)i + 1), _budget))];
            _identities = [.. Enumerable.Range(0, 9).Select(i =>
                (Some.New(), new LeaseHolder(new HolderId((ulong)i + 100), LeaseTerms.Of(Ample)), new Epoch((ulong)i + 1_000)))];
        }

        public Instant Now { get; private set; } = Some.Start;

        public List<(Instant At, int Items)> Admitted { get; } = [];

        public long FromLeases { get; private set; }

        public void Step()
        {
            Now = new Instant(Now.UnixNanos + (_random.Next(0, 40) * 1_000_000L));
            var i = _random.Next(_identities.Length);
            switch (_random.Next(20))
            {
                case < 7:
                    Ask(i);
                    break;
                case < 14:
                    Sync(i);
                    break;
                case < 19:
                    Report(_silos[_random.Next(_silos.Length)], needed: default);
                    break;
                default:
                    Restart();
                    break;
            }
        }

        // From the gateway's lease, else by the identity's grain, else after the silo has asked for more.
        private void Ask(int i)
        {
            var (state, holder, _) = _identities[i];
            var items = _random.Next(1, 6);
            var targets = Some.TargetsFrom(1, items);
            if (holder.TryDecide(targets, Now).Kind == LocalAnswerKind.Admitted)
            {
                Admitted.Add((Now, items));
                FromLeases += items;
                return;
            }

            var silo = _silos[i % _silos.Length];
            if (!silo.IsReadyFor(new Permits(items, 1, 0), Now))
            {
                Report(silo, new Permits(items, 1, 0));
            }

            var decision = state.Decide(Some.Lookup, Ample, targets, Admission.Partial, Now, new ParentBudgets(silo));
            holder.OnDecided(targets, decision.Allowed, Now);
            if (decision.Allowed.Count > 0)
            {
                Admitted.Add((Now, decision.Allowed.Count));
            }
        }

        private void Sync(int i)
        {
            var (state, holder, epoch) = _identities[i];
            if (holder.NextReport(Now, TimeSpan.Zero) is not { } report || _random.Next(10) == 0)
            {
                return;
            }

            var parents = new ParentBudgets(_silos[i % _silos.Length]);
            var reply = state.Sync(Some.Lookup, Ample, report, epoch, LeaseRules.Default, Now, parents);
            if (_random.Next(10) == 0)
            {
                state.Sync(Some.Lookup, Ample, report, epoch, LeaseRules.Default, Now, parents);
            }

            if (_random.Next(10) > 0)
            {
                holder.OnReply(reply, Now);
            }
        }

        private void Report(HeldBudget silo, Permits needed)
        {
            if (!needed.IsNone)
            {
                silo.Holder.Need(needed);
            }

            if (silo.Holder.NextReport(Now, TimeSpan.Zero, always: !needed.IsNone) is not { } report || _random.Next(10) == 0)
            {
                return;
            }

            var reply = SyncBudget(report);
            if (_random.Next(10) == 0)
            {
                SyncBudget(report);
            }

            if (_random.Next(10) > 0)
            {
                silo.OnReply(reply, Now);
            }
        }

        // No answer leaves before what it charged is stored.
        private SyncReply SyncBudget(SyncReport report)
        {
            var state = _owner.State.For(BudgetPolicy.Definition);
            var reply = state.Sync(BudgetPolicy.Definition, BudgetPolicy.Of(_budget), report, _owner.Epoch, LeaseRules.Default, Now);
            _owner.OnChanged();
            if (!_owner.IsCovered(Now))
            {
                _stored = _owner.BeginWrite(Now);
                _owner.OnWritten();
            }

            return reply;
        }

        private void Restart()
        {
            if (_random.Next(8) == 0)
            {
                _owner = new IdentityOwner(_stored, new Epoch(++_epochs), LeaseRules.Default);
            }
        }
    }
}
