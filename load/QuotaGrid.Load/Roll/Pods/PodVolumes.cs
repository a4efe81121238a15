using k8s.Models;
using QuotaGrid.Load.Roll.Manifests;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>
/// A pod's volumes on the machine's own file system, laid out as a kubelet lays them out: the files in a folder with a date for a name, a link <c>..data</c> to it, and a link for each file. A process has no mounts of its own
/// here, so the paths that the manifest mounts them at become the folders' paths wherever they stand in arguments and variables.
/// </summary>
public sealed class PodVolumes
{
    private const UnixFileMode DefaultMode = (UnixFileMode)0b110_100_100;

    private readonly List<(string MountPath, string Folder)> _mounts = [];

    /// <summary>Makes the volumes of a container.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container, whose mounts count.</param>
    /// <param name="data">ConfigMaps and Secrets.</param>
    /// <param name="folder">Where volumes are put.</param>
    /// <exception cref="RunRefusedException">A volume is of a kind that the runner does not know.</exception>
    public PodVolumes(V1PodSpec pod, V1Container container, ClusterData data, string folder)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(container);
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var volume = pod.Volumes.Single(volume => volume.Name == mount.Name);
            var path = Path.Combine(folder, volume.Name);
            if (!Directory.Exists(path))
            {
                Fill(volume, data, path);
            }

            _mounts.Add((mount.MountPath, path));
        }
    }

    /// <summary>A text of the manifest with the paths of this machine.</summary>
    public string Resolve(string text) => _mounts.Aggregate(text, (resolved, mount) => resolved.Replace(mount.MountPath, mount.Folder, StringComparison.Ordinal));

    private static void Fill(V1Volume volume, ClusterData data, string path)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (volume.EmptyDir is not null)
        {
            Directory.CreateDirectory(path);
            return;
        }

        var (files, mode) = volume switch
        {
            { ConfigMap: { } map } => (Chosen(data.ConfigMap(map.Name), map.Items), map.DefaultMode),
            { Secret: { } secret } => (Chosen(data.Secret(secret.SecretName), secret.Items), secret.DefaultMode),
            _ => throw new RunRefusedException($"The volume '{volume.Name}' is no ConfigMap, Secret or emptyDir, and the runner knows no others."),
        };
        var dated = Directory.CreateDirectory(Path.Combine(path, "..2026_01_01_00_00_00.1"));
        File.CreateSymbolicLink(Path.Combine(path, "..data"), dated.Name);
        foreach (var (name, content) in files)
        {
            var file = Path.Combine(dated.FullName, name);
            File.WriteAllBytes(file, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, mode is { } given ? (UnixFileMode)given : DefaultMode);
            }

            File.CreateSymbolicLink(Path.Combine(path, name), Path.Combine("..data", name));
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Chosen(IReadOnlyDictionary<string, byte[]> content, IList<V1KeyToPath>? items) =>
        items is null ? content.Select(file => (file.Key, file.Value)) : items.Select(item => (item.Path, content[item.Key]));
}
