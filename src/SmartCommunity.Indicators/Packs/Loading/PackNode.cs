using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>One node of a pack's file with its path. Every fault goes into one shared list, so that all are told at once; a reader that found one answers something harmless and goes on.</summary>
internal sealed partial class PackNode(YamlNode node, string path, List<PackFault> faults)
{
    internal string Path => path;

    internal bool IsMapping => node is YamlMappingNode;

    internal bool IsList => node is YamlSequenceNode;

    /// <summary>The fields of a mapping. A field that is not known is a fault: a misspelt one would otherwise do nothing, silently.</summary>
    internal PackFields Fields(IReadOnlyList<string> required, IReadOnlyList<string>? optional = null)
    {
        var fields = new Dictionary<string, PackNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            Fault($"must be a mapping with the fields {string.Join(", ", required.Concat(optional ?? []))}.");
            return new PackFields(this, fields);
        }

        string[] known = [.. required, .. optional ?? []];
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name))
                fields[name] = Child(value, name);
            else
                faults.Add(At(key, Child(value, name).Path, $"is not known here{NearestName.Suggest(name, known)}; known are {string.Join(", ", known)}."));
        }

        foreach (var missing in required.Where(r => !fields.ContainsKey(r)))
            Fault($"'{missing}' is missing.");
        return new PackFields(this, fields);
    }

    /// <summary>The members of a mapping whose keys are codes; keys that are not among <paramref name="known"/> are faults.</summary>
    internal IReadOnlyDictionary<string, PackNode> Members(IReadOnlyList<string> known, string what)
    {
        var members = new Dictionary<string, PackNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            Fault($"must be a mapping from {what}.");
            return members;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name))
                members[name] = Child(value, name);
            else
                faults.Add(At(key, Child(value, name).Path, $"is no {what}{NearestName.Suggest(name, known)}; there are {string.Join(", ", known)}."));
        }

        return members;
    }

    /// <summary>The items of a list; each is named in paths by its own <paramref name="identity"/> field where it has one.</summary>
    internal IReadOnlyList<PackNode> Items(int least, int most, string? identity = null)
    {
        if (node is not YamlSequenceNode sequence)
        {
            Fault("must be a list.");
            return [];
        }

        if (sequence.Children.Count < least || sequence.Children.Count > most)
            Fault(string.Create(CultureInfo.InvariantCulture, $"has {sequence.Children.Count} items; it must have {least} to {most}."));
        return [.. sequence.Children.Select((child, i) => new PackNode(child, $"{path}[{IdentityOf(child, identity) ?? i.ToString(CultureInfo.InvariantCulture)}]", faults))];
    }

    /// <summary>The scalar as it stands there; null: this is none.</summary>
    internal string? Peek() => (node as YamlScalarNode)?.Value;

    /// <summary>A field of a mapping, before the mapping is read as a whole; null: there is none.</summary>
    internal PackNode? Peek(string field) => node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(field), out var child) ? Child(child, field) : null;

    /// <summary>A scalar field of each item of a list, where it has one.</summary>
    internal IEnumerable<string> Peeks(string field) => Items(0, int.MaxValue).Select(item => item.Peek(field)?.Peek() ?? "").Where(static v => v.Length > 0);

    internal void Fault(string message) => faults.Add(At(node, path, message));

    private PackNode Child(YamlNode child, string name) => new(child, path.Length == 0 ? name : $"{path}.{name}", faults);

    private static string? IdentityOf(YamlNode child, string? identity) =>
        identity is not null && child is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(identity), out var value) && value is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    private static PackFault At(YamlNode node, string path, string message) => new((int)node.Start.Line, (int)node.Start.Column, path, message);
}

/// <summary>The fields of one mapping.</summary>
internal sealed class PackFields(PackNode owner, IReadOnlyDictionary<string, PackNode> fields)
{
    internal PackNode Owner => owner;

    internal PackNode? this[string name] => fields.GetValueOrDefault(name);

    /// <summary>What <paramref name="read"/> makes of the field, or <paramref name="absent"/>.</summary>
    internal T Read<T>(string name, Func<PackNode, T> read, T absent) => fields.TryGetValue(name, out var field) ? read(field) : absent;
}
