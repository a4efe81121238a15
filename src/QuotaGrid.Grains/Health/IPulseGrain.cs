using Orleans.CodeGeneration;

namespace QuotaGrid.Grains.Health;

/// <summary>Answers when the silo that asks delivers messages and runs grains. Never asked by another process.</summary>
[GrainInterfaceType("quotagrid.pulse"), Version(1), Alias("quotagrid.pulse")]
internal interface IPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Answers.</summary>
    [Alias("Beat"), ResponseTimeout("00:00:05")]
    ValueTask BeatAsync();
}
