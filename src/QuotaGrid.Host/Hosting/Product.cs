using System.Reflection;

namespace QuotaGrid.Host.Hosting;

/// <summary>What this executable is.</summary>
internal static class Product
{
    /// <summary>The version of the build.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
