using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Simulators;

/// <summary>One node of a script with its path; every fault found goes into one shared list, so that all are told at once.</summary>
internal sealed class ScenarioNode(YamlNode node, string path, List<ScenarioFault> faults)
{
    /// <summary>Fields of a mapping that are not known are faults: a misspelt field would otherwise do nothing, silently.</summary>
    internal IReadOnlyDictionary<string, ScenarioNode> Fields(params string[] known)
    {
        var fields = new Dictionary<string, ScenarioNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            Fault($"must be a mapping with the fields {string.Join(", ", known)}.");
            return fields;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var child = new ScenarioNode(value, path.Length == 0 ? name : $"{path}.{name}", faults);
            if (known.Length > 0 && !known.Contains(name))
                faults.Add(new ScenarioFault(key.Start.Line, key.Start.Column, child.Path, $"is not known here; known are {string.Join(", ", known)}."));
            else
                fields[name] = child;
        }

        return fields;
    }

    internal string Path => path;

    internal IReadOnlyList<ScenarioNode> Items()
    {
        if (node is YamlSequenceNode sequence)
            return [.. sequence.Children.Select((child, i) => new ScenarioNode(child, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), faults))];
        Fault("must be a list.");
        return [];
    }

    internal string Text(int longest)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } text } && text.Length <= longest)
            return text;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a text of 1 to {longest} characters."));
        return "";
    }

    internal double Number(double min, double max)
    {
        if (node is YamlScalarNode scalar && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Fault(FormattableString.Invariant($"must be a number from {min} to {max}."));
        return min;
    }

    internal int Whole(int min, int max)
    {
        if (node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Fault(FormattableString.Invariant($"must be a whole number from {min} to {max}."));
        return min;
    }

    internal TimeSpan Length(TimeSpan min, TimeSpan max)
    {
        if (node is YamlScalarNode scalar && Span.TryParse(scalar.Value ?? "", out var length) && length >= min && length <= max)
            return length;
        Fault(FormattableString.Invariant($"must be a length of time such as 90s, 5m, 2h30m or 7d, from {min.TotalSeconds}s to {max.TotalDays}d."));
        return min;
    }

    internal TimeSpan? TimeOfDay()
    {
        if (node is YamlScalarNode scalar && TimeOnly.TryParseExact(scalar.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time.ToTimeSpan();
        Fault("must be a time of day such as \"20:00\", in quotes.");
        return null;
    }

    internal void Fault(string message) => faults.Add(new ScenarioFault(node.Start.Line, node.Start.Column, path, message));
}
