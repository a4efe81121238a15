using System.Net;

namespace QuotaGrid.Load.Roll.Pods;

/// <summary>What a pod knows of itself through the downward API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Address">Its address: of the loopback network, and nobody else's.</param>
public sealed record PodIdentity(string Name, string Namespace, IPAddress Address);
