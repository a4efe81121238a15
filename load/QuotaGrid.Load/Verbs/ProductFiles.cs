namespace QuotaGrid.Load.Verbs;

/// <summary>Files of the repository that the runner was built in.</summary>
public static class ProductFiles
{
    private const string Solution = "QuotaGrid.sln";
    private const string HostFolder = "src/QuotaGrid.Host/bin";

    /// <summary>The product's executable: the one that was named, or what the same build made of src/QuotaGrid.Host.</summary>
    /// <exception cref="RunRefusedException">It is not there.</exception>
    public static string FindProgram(FileInfo? named)
    {
        // Beside this assembly, in the folders of the same configuration and framework.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = named?.FullName ?? Find($"{HostFolder}/{here.Parent!.Name}/{here.Name}/quotagrid");
        return File.Exists(program)
            ? program
            : throw new RunRefusedException($"'{program}' is not there. Build it (dotnet build src/QuotaGrid.Host -c Release), or name it with --program.");
    }

    /// <summary>The path of a file or folder of the repository; beside this assembly where that is in none.</summary>
    public static string Find(string path)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? here.FullName, path);
    }
}
