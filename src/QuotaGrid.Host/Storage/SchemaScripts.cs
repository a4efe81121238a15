using System.Globalization;

namespace QuotaGrid.Host.Storage;

/// <summary>The schema scripts of <c>deploy/sql</c>, which travel inside the executable.</summary>
public static class SchemaScripts
{
    /// <summary>Reads a product's steps in order. A script is called <c>0001-what-it-adds.sql</c>.</summary>
    /// <exception cref="InvalidOperationException">The executable was built with no script, or with a gap between two.</exception>
    public static IReadOnlyList<Migration> Load(SchemaDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var assembly = typeof(SchemaScripts).Assembly;
        var prefix = $"sql/{dialect.Folder}/";
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(dialect.Folder, name[prefix.Length..]))
            .OrderBy(migration => migration.Version)
            .ToArray();

        if (migrations.Length == 0 || migrations.Select((migration, index) => migration.Version - index).Any(first => first != 1))
        {
            var versions = string.Join(", ", migrations.Select(migration => migration.Version));
            throw new InvalidOperationException($"The scripts of {prefix} are numbered [{versions}]. Number them from 1 without a gap.");
        }

        return migrations;
    }

    /// <summary>Reads one script.</summary>
    /// <param name="path">Its path below <c>deploy/sql</c>.</param>
    internal static string Read(string path)
    {
        using var stream = typeof(SchemaScripts).Assembly.GetManifestResourceStream($"sql/{path}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static Migration Read(string folder, string name) =>
        new(int.Parse(name.AsSpan(0, name.IndexOf('-')), CultureInfo.InvariantCulture), name, Read($"{folder}/{name}"));
}
