using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartCommunity.Programme.Policies;

/// <summary>A word of the policy, explained.</summary>
public sealed record GlossaryTerm
{
    /// <summary>What links name it by.</summary>
    public required string Code { get; init; }

    /// <summary>The word in both languages.</summary>
    public required Words Name { get; init; }

    /// <summary>What it means here.</summary>
    public required Words Meaning { get; init; }

    /// <summary>Part and paragraph of the policy that uses it, as the document counts them.</summary>
    public required string Clause { get; init; }

    /// <summary>Ids of the rules about it.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>True when a search finds it: by its name, meaning or clause, or by the whole id of a rule; case does not count.</summary>
    public bool Matches(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Rules.Contains(text, StringComparer.OrdinalIgnoreCase)
            || new[] { Name.Zh, Name.En, Meaning.Zh, Meaning.En, Clause }.Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>The words of the policy packs that come with the product, in the order of the document's clauses. Immutable.</summary>
public static class Glossary
{
    private static readonly Lazy<IReadOnlyList<GlossaryTerm>> _fuyang = new(() => Read(System.Text.Encoding.UTF8.GetString(ShippedPolicies.Bytes("terms/fuyang-2021-2023.yaml"))));

    /// <summary>Words of Fuyang district's action plan.</summary>
    public static IReadOnlyList<GlossaryTerm> Fuyang => _fuyang.Value;

    /// <summary>The term of a code; null when there is none.</summary>
    public static GlossaryTerm? Find(string code) => Fuyang.FirstOrDefault(t => t.Code == code);

    internal static IReadOnlyList<GlossaryTerm> Read(string yaml) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).WithTypeConverter(new PolicyReader.WordsConverter()).WithNodeTypeResolver(new PolicyReader.ListResolver()).WithEnforceRequiredMembers().Build()
        .Deserialize<List<GlossaryTerm>>(yaml);
}
