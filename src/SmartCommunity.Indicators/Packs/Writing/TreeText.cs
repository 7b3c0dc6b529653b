using System.Globalization;
using System.Text;

namespace SmartCommunity.Indicators.Packs.Writing;

/// <summary>Prints trees as YAML: short ones on one line, others a field a line.</summary>
internal static class TreeText
{
    /// <summary>Longest line before a mapping or list is spread out; texts may be longer.</summary>
    private const int Width = 160;

    private const int Indent = 2;

    /// <summary>Words YAML 1.1 readers take for something else than texts.</summary>
    private static readonly HashSet<string> Ambiguous = new(["true", "false", "null", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>On one line.</summary>
    internal static string Flow(PackTree tree) => tree switch
    {
        TreeScalar scalar => Scalar(scalar),
        TreeMap map => $"{{{string.Join(", ", map.Fields.Select(static f => $"{f.Key}: {Flow(f.Value)}"))}}}",
        TreeList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(tree)),
    };

    /// <summary>A whole document.</summary>
    internal static string Block(TreeMap root)
    {
        var text = new StringBuilder();
        Map(text, root, 0, "");
        return text.ToString();
    }

    private static void Map(StringBuilder text, TreeMap map, int indent, string first)
    {
        foreach (var (key, value) in map.Fields)
        {
            text.Append(' ', indent).Append(first).Append(key).Append(':');
            Value(text, value, indent + first.Length, key.Length + 1);
            (indent, first) = (indent + first.Length, "");
        }
    }

    private static void Value(StringBuilder text, PackTree value, int indent, int used)
    {
        var flow = Flow(value);
        if (value is TreeScalar || indent + used + 1 + flow.Length <= Width || value is TreeMap { Fields.Count: 0 } or TreeList { Items.Count: 0 })
        {
            text.Append(' ').Append(flow).Append('\n');
            return;
        }

        text.Append('\n');
        if (value is TreeMap map)
            Map(text, map, indent + Indent, "");
        else
            Items(text, (TreeList)value, indent + Indent);
    }

    private static void Items(StringBuilder text, TreeList list, int indent)
    {
        foreach (var item in list.Items)
        {
            var flow = Flow(item);
            if (item is TreeMap { Fields.Count: > 0 } map && indent + Indent + flow.Length > Width)
                Map(text, map, indent, "- ");
            else
                text.Append(' ', indent).Append("- ").Append(flow).Append('\n');
        }
    }

    private static string Scalar(TreeScalar scalar) => scalar.IsText && !IsWord(scalar.Value) ? Quoted(scalar.Value) : scalar.Value;

    private static bool IsWord(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !Ambiguous.Contains(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
