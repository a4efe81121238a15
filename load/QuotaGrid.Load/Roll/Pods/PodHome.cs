using QuotaGrid.Load.Roll.Manifests;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>What the pods of a run have in common: the machine that they are on.</summary>
/// <param name="Program">The product's executable, in the place of the image's entry point.</param>
/// <param name="Data">ConfigMaps and Secrets.</param>
/// <param name="Folder">Where volumes and logs are put.</param>
/// <param name="Say">Takes what happens.</param>
public sealed record PodHome(string Program, ClusterData Data, string Folder, Action<string> Say)
{
    private int _addresses;

    /// <summary>An address of the loopback network that no other pod of the run has.</summary>
    public System.Net.IPAddress NextAddress()
    {
        // 127.20.0.1 and on: the whole of 127.0.0.0/8 is this machine, and each pod may have the same ports.
        var number = Interlocked.Increment(ref _addresses);
        return new System.Net.IPAddress([127, 20, (byte)(number / 250), (byte)((number % 250) + 1)]);
    }
}
