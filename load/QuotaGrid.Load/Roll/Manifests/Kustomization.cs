using System.Diagnostics;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Roll.Manifests;

/// <summary>Renders a Kustomize folder with kubectl's own kustomize, as <c>kubectl apply -k</c> does before it sends anything.</summary>
public static class Kustomization
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Renders a folder.</summary>
    /// <exception cref="RunRefusedException">kubectl is not installed, or refused the folder.</exception>
    public static async Task<string> RenderAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var kubectl = Process.Start(start)!;
            var (output, errors) = (kubectl.StandardOutput.ReadToEndAsync(cancellationToken), kubectl.StandardError.ReadToEndAsync(cancellationToken));
            await kubectl.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return kubectl.ExitCode == 0 ? await output : throw new RunRefusedException($"kubectl kustomize {folder}: {(await errors).Trim()}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new RunRefusedException("The manifests are rendered by 'kubectl kustomize', and there is no kubectl. Install it (1.21 or later).", missing);
        }
    }
}
