namespace QuotaGrid.Load.Simulation;

/// <summary>Versioned bytes of each identity, taken with a compare-and-swap. A write that nobody waits for any more may still take effect.</summary>
internal sealed class SimulatedStore(World world)
{
    /// <summary>The answer to a write that met another version.</summary>
    public const long Conflict = 0;

    /// <summary>The answer to a write that failed.</summary>
    public const long Failed = -1;

    private readonly Row[] _rows = [.. Enumerable.Range(0, world.Scenario.Identities).Select(_ => new Row())];
    private readonly double _slow = world.Has(FaultMix.SlowStore) ? world.Random.Between(0, 0.5) : 0;
    private readonly double _fail = world.Has(FaultMix.SlowStore) ? world.Random.Between(0, 0.3) : 0;

    /// <summary>Until when it answers nobody.</summary>
    public long DownUntil { get; set; }

    /// <summary>Reads. The answer is null when there is none but an error.</summary>
    /// <param name="identity">Of whom.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="begins">Whether an activation begins from it.</param>
    /// <param name="answer">Takes it.</param>
    public void Read(int identity, SimulatedProcess reader, bool begins, Action<Stored?> answer)
    {
        var fails = Fails(reader);
        world.Time.In(Latency(), () =>
        {
            var row = _rows[identity];
            var (bytes, version, isExact) = (row.Bytes, row.Version, row.IsExact);
            world.Time.In(Latency(), () => reader.Run(() =>
            {
                var stored = fails ? null : new Stored(bytes, version, isExact || row.BegunFrom == version);
                row.BegunFrom = begins && !fails ? version : row.BegunFrom;
                answer(stored);
            }));
        });
    }

    /// <summary>Writes, unless the version is another one.</summary>
    /// <param name="identity">Of whom.</param>
    /// <param name="bytes">What.</param>
    /// <param name="version">The version that it replaces.</param>
    /// <param name="isExact">Whether it is charged no step ahead.</param>
    /// <param name="writer">Who writes.</param>
    /// <param name="answer">Takes the new version, <see cref="Conflict"/> or <see cref="Failed"/>. May never be called.</param>
    public void Write(int identity, byte[] bytes, long version, bool isExact, SimulatedProcess writer, Action<long> answer)
    {
        if (world.Time.Now < writer.StoreCutUntil)
        {
            return;
        }

        var fails = Fails(writer);
        var loses = world.IsFaulty && world.Chance(_fail / 2);
        var late = world.IsFaulty && world.Chance(_fail / 3) ? world.Between(3, 12) : 0;
        world.Time.In(Latency() + late, () =>
        {
            var result = fails ? Failed : Swap(identity, bytes, version, isExact);
            if (!loses)
            {
                world.Time.In(Latency(), () => writer.Run(() => answer(result)));
            }
        });
    }

    private long Swap(int identity, byte[] bytes, long version, bool isExact)
    {
        var row = _rows[identity];
        if (row.Version != version && world.Scenario.Breakage != Breakage.NoCompareAndSwap)
        {
            return Conflict;
        }

        (row.Bytes, row.IsExact) = (bytes, isExact);
        return ++row.Version;
    }

    private bool Fails(SimulatedProcess process) =>
        world.Time.Now < Math.Max(DownUntil, process.StoreCutUntil) || (world.IsFaulty && world.Chance(_fail));

    private long Latency() => world.IsFaulty && world.Chance(_slow) ? world.Between(0.05, 3) : world.Around(0.001);

    /// <summary>What a reader gets.</summary>
    /// <param name="Bytes">The bytes.</param>
    /// <param name="Version">Their version, 1 when nothing was ever written.</param>
    /// <param name="CostsNothing">Whether no step is lost, because none was charged or because somebody began from it before.</param>
    internal sealed record Stored(byte[] Bytes, long Version, bool CostsNothing);

    private sealed class Row
    {
        public byte[] Bytes { get; set; } = [];

        public long Version { get; set; } = 1;

        public bool IsExact { get; set; } = true;

        public long BegunFrom { get; set; }
    }
}
