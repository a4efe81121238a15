using YamlDotNet.Serialization;

namespace QuotaGrid.Deploy.Tests.Compose;

/// <summary>The part of the Compose specification (https://github.com/compose-spec/compose-spec/blob/main/05-services.md) that the file uses; any other key is taken for a mistake.</summary>
internal sealed class ComposeFile
{
    public required string Name { get; init; }

    [YamlMember(Alias = "x-quotagrid", ApplyNamingConventions = false)]
    public ComposeService? Common { get; init; }

    public required Dictionary<string, ComposeService> Services { get; init; }

    public required Dictionary<string, object?> Volumes { get; init; }
}
