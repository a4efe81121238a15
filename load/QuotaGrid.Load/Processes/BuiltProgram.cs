using System.CommandLine;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Processes;

/// <summary>The product's executable: the one that the same build made, or another that is named.</summary>
public static class BuiltProgram
{
    private const string Solution = "QuotaGrid.sln";
    private const string HostFolder = "src/QuotaGrid.Host/bin";

    /// <summary>The option that names another.</summary>
    public static Option<FileInfo?> Option() => new("--program") { Description = "The executable 'quotagrid'. Default: what the same build made of src/QuotaGrid.Host." };

    /// <summary>Finds it.</summary>
    /// <param name="named">The one that was named, if any.</param>
    /// <exception cref="RunRefusedException">It is not there.</exception>
    public static string Find(FileInfo? named)
    {
        var program = named?.FullName ?? OfSameBuild();
        return File.Exists(program)
            ? program
            : throw new RunRefusedException($"'{program}' is not there. Build it (dotnet build src/QuotaGrid.Host -c Release), or name it with --program.");
    }

    /// <summary>The path of a file or folder of the repository that this runner was built in.</summary>
    public static string PathOf(string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? here.FullName, file);
    }

    // Beside this assembly, in the folders of the same configuration and framework.
    private static string OfSameBuild()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return PathOf(Path.Combine(HostFolder, here.Parent!.Name, here.Name, "quotagrid"));
    }
}
