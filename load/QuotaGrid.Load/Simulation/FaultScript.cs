namespace QuotaGrid.Load.Simulation;

/// <summary>What goes wrong in a run, and when. It ends before the run does, so that everything can come to rest.</summary>
internal sealed class FaultScript(World world, Cluster cluster, SimulatedGateway[] gateways, Func<int, SimulatedGateway> restart)
{
    /// <summary>Plans the faults of the run's mix.</summary>
    public void Start()
    {
        if (world.Has(FaultMix.Loss))
        {
            world.Auditor.OnDisturbed(0, double.PositiveInfinity);
            Again(10, CutGateway);
        }

        if (world.Has(FaultMix.GatewayCrashes))
        {
            Again(8, CrashGateway);
            Again(15, PauseGateway);
        }

        if (world.Has(FaultMix.SiloCrashes))
        {
            Again(12, KillSilo);
        }

        if (world.Has(FaultMix.Pauses))
        {
            Again(12, PauseSilo);
            Again(15, CutSilo);
        }

        if (world.Has(FaultMix.SlowStore))
        {
            world.Auditor.OnDisturbed(0, double.PositiveInfinity);
            Again(40, () => StopStore(world.Between(2, 20)));
        }

        if (world.Has(FaultMix.Moves) || world.Has(FaultMix.SlowStore))
        {
            Again(8, Move);
        }

        if (world.Has(FaultMix.Moves) || world.Chance(0.2))
        {
            Again(10, Forget);
        }
    }

    private void Again(double everySeconds, Action what) => world.Time.In(world.Around(everySeconds), () =>
    {
        if (world.IsFaulty)
        {
            what();
            Again(everySeconds, what);
        }
    });

    private SimulatedGateway AnyGateway() => gateways[world.Random.Below(gateways.Length)];

    private SimulatedProcess AnySilo() => cluster.Silos[world.Random.Below(cluster.Silos.Length)];

    // Where most is to be seen: a silo that serves somebody.
    private SimulatedProcess ServingSilo() =>
        cluster.CurrentOf((int)world.Random.Below(world.Scenario.Identities))?.Silo is { IsAlive: true } silo && world.Chance(0.7) ? silo : AnySilo();

    private long UntilEnd(long nanos) => Math.Min(world.EndsAt, world.Time.Now + nanos);

    private void Disturb(long until) => world.Auditor.OnDisturbed(world.Seconds, (until / 1e9) + 5);

    private void Cut(SimulatedProcess process, int kind, long until)
    {
        process.CutUntil = until;
        Disturb(until);
        world.Note(TraceEvent.Cut, process.Place, kind);
    }

    private void CutGateway() => Cut(AnyGateway(), 1, UntilEnd(world.Between(0.5, 10)));

    private void CrashGateway()
    {
        var place = (int)world.Random.Below(gateways.Length);
        world.Note(TraceEvent.Killed, place, 1);
        gateways[place].Crash();
        gateways[place] = restart(place);
        Disturb(world.Time.Now);
    }

    private void PauseGateway()
    {
        var gateway = AnyGateway();
        gateway.PausedUntil = UntilEnd(world.Between(0.1, 6));
        world.Note(TraceEvent.Paused, gateway.Place, 1);
        Disturb(gateway.PausedUntil);
    }

    private void KillSilo()
    {
        var silo = ServingSilo();
        if (!silo.IsAlive)
        {
            return;
        }

        cluster.Kill(silo);
        EvictAndRestart(silo, world.Between(1, 10));
    }

    private void EvictAndRestart(SimulatedProcess silo, long detection)
    {
        var evicted = UntilEnd(detection);
        world.Time.At(evicted, () => cluster.Evict(silo));
        world.Time.At(UntilEnd(world.Between(2, 12)), () => cluster.Restart(silo.Place));
        Disturb(evicted);
    }

    // It sleeps, its identities are served elsewhere, and it wakes up and goes on until it learns that it is dead.
    private void PauseSilo()
    {
        var silo = ServingSilo();
        if (!silo.IsAlive || silo.IsEvicted)
        {
            return;
        }

        var wakes = silo.PausedUntil = UntilEnd(world.Between(1, 40));
        world.Note(TraceEvent.Paused, silo.Place);
        Disturb(wakes);
        var detected = world.Time.Now + world.Between(1, 10);
        if (detected < wakes)
        {
            world.Time.At(detected, () => cluster.Evict(silo));
            EndAfter(silo, wakes - world.Time.Now);
        }
    }

    // Believed dead although it lives, cut off from the store, or from everybody.
    private void CutSilo()
    {
        var silo = ServingSilo();
        if (!silo.IsAlive || silo.IsEvicted)
        {
            return;
        }

        var until = UntilEnd(world.Between(0.5, 15));
        if (world.Chance(0.5))
        {
            silo.StoreCutUntil = until;
            world.Note(TraceEvent.Cut, silo.Place, 2);
        }
        else if (world.Chance(0.5))
        {
            Cut(silo, 0, until);
        }

        if (world.Chance(0.7))
        {
            world.Time.In(world.Between(0, 5), () =>
            {
                if (silo.IsAlive && !silo.IsEvicted)
                {
                    cluster.Evict(silo);
                    EndAfter(silo, world.Between(0, 5));
                }
            });
        }

        Disturb(until + (15 * VirtualTime.Second));
    }

    private void EndAfter(SimulatedProcess silo, long nanos)
    {
        var ends = UntilEnd(nanos + world.Between(0, 10));
        Disturb(ends);
        world.Time.At(ends, () =>
        {
            if (silo.IsAlive)
            {
                cluster.Kill(silo);
            }
        });
        world.Time.At(ends + 1, () => cluster.Restart(silo.Place));
    }

    private void StopStore(long nanos)
    {
        cluster.Store.DownUntil = UntilEnd(nanos);
        world.Note(TraceEvent.StoreDown, 0);
    }

    private void Move() => cluster.CurrentOf((int)world.Random.Below(world.Scenario.Identities))?.Leave();

    private void Forget()
    {
        var gateway = AnyGateway();
        gateway.Run(() => gateway.Forget((int)world.Random.Below(world.Scenario.Identities)));
    }
}
