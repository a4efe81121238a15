using System.Collections.Immutable;

namespace QuotaGrid.Host.Settings;

/// <summary>One setting.</summary>
/// <param name="Name">Its name in lower case with dashes.</param>
/// <param name="Default">Its default as text, or null when there is none.</param>
/// <param name="Description">What it is, with its range.</param>
/// <param name="Roles">The roles that use it.</param>
public sealed record Setting(string Name, string? Default, string Description, ImmutableArray<Role> Roles)
{
    /// <summary>What the command line's help says of it.</summary>
    public string Help => Description
        + (Roles.Length == Enum.GetValues<Role>().Length ? "" : $" Only for role {RoleNames}.")
        + (Default is null ? "" : $" Default: {Default}");

    /// <summary>The roles that use it, as they are written, with "or" between them.</summary>
    public string RoleNames => string.Join(" or ", Roles.Select(role => role.ToString().ToLowerInvariant()));

    /// <summary>The command line's option.</summary>
    public string Option => $"--{Name}";

    /// <summary>The environment variable.</summary>
    public string EnvironmentVariable => SettingNames.EnvironmentPrefix + Name.Replace('-', '_').ToUpperInvariant();

    /// <summary>The property in a settings file.</summary>
    public string Property
    {
        get
        {
            var words = Name.Split('-');
            return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        }
    }
}
