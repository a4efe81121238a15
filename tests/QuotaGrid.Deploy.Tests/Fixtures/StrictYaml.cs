using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace QuotaGrid.Deploy.Tests.Fixtures;

/// <summary>Reads YAML into a type that has every key that may be there: another one, or one that is there twice, is refused.</summary>
internal static class StrictYaml
{
    private static readonly IDeserializer Reader =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().WithEnforceRequiredMembers().Build();

    /// <exception cref="YamlException">It is not what the type says.</exception>
    public static T Read<T>(string yaml)
    {
        using var text = new StringReader(yaml);
        return Reader.Deserialize<T>(new MergingParser(new Parser(text)));
    }
}
