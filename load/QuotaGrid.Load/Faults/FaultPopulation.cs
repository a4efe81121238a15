namespace QuotaGrid.Load.Faults;

/// <summary>Who asks for how much of what, from 2 to 20 times what the limits let in, and the policy document that says so to the product.</summary>
public static class FaultPopulation
{
    /// <summary>The gateway processes, through all of which each identity asks.</summary>
    public const int Gateways = 4;

    private const double StartApartSeconds = 4;
    private const int Starts = 4;

    /// <summary>The groups: a limit so small that silos always decide it, a large one, an hourly one, and one of new targets.</summary>
    public static readonly IReadOnlyList<FaultGroup> Groups =
    [
        new("small", [new("small", false, 10, 60, 10)], Items: 1, [0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8, 3.3]),
        new("large", [new("large", false, 1000, 60, 500)], Items: 5, [34, 50, 70, 100, 130, 170, 250, 330]),
        new("hourly", [new("hourly", false, 3600, 3600, 300)], Items: 1, [2, 3, 4, 6, 8, 12, 16, 20]),
        new("novel", [new("novel", true, 500, 86_400, 300), new("items", false, 1000, 60, 500)], Items: 4, [4, 6, 8, 12, 16, 24, 32, 40]),
    ];

    /// <summary>The identities.</summary>
    public static readonly IReadOnlyList<FaultIdentity> Identities =
    [
        .. Groups.SelectMany(group => group.ItemsPerSecond.Select((rate, place) => (group, rate, place))).Select((one, index) =>
            new FaultIdentity(index, one.group, one.rate, one.place % Starts * StartApartSeconds, one.place / 2 % 2 == 0)),
    ];

    /// <summary>The policy document.</summary>
    public static string Document() =>
        $$"""
        {
          "formatVersion": 1,
          "capabilities": [
            {{string.Join(",\n    ", Groups.Select(Define))}}
          ],
          "policies": [
            {{string.Join(",\n    ", Groups.Select(Policy))}}
          ]
        }
        """;

    private static string Define(FaultGroup group) =>
        $$"""{ "name": "{{group.Capability}}", "targets": { "space": "opaque" }, "horizon": "1d" }""";

    private static string Policy(FaultGroup group) =>
        $$"""
        { "name": "{{group.Name}}", "capability": "{{group.Capability}}", "stage": "enforced", "failMode": "closed",
              "limits": [ {{string.Join(", ", group.Limits.Select(Limit))}} ] }
        """;

    private static string Limit(FaultLimit limit) =>
        $$"""{ "name": "{{limit.Name}}", "kind": "{{(limit.IsNovel ? "novel" : "velocity")}}", "quota": {{limit.Quota}}, "period": "{{limit.PeriodSeconds}}s", "burst": {{limit.Burst}} }""";
}
