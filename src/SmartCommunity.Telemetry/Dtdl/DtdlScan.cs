using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>One reading of a document: collects faults with line and field, and reads the members that every element has.</summary>
internal sealed class DtdlScan
{
    private readonly List<DtdlFault> _faults = [];
    private int _elements;

    internal IReadOnlyList<DtdlFault> Faults => _faults;

    /// <summary>True when the document's context names the quantitativeTypes extension.</summary>
    internal bool HasQuantities { get; set; }

    internal void Add(int line, string field, string message)
    {
        if (_faults.Count < DtdlLimits.MaxFaults)
            _faults.Add(new DtdlFault(line, field, message));
    }

    internal void Add(JsonNodeAt node, string field, string message) => Add(node.Line, field, message);

    /// <summary>Starts the count of elements of the next interface.</summary>
    internal void StartInterface() => _elements = 0;

    /// <summary>Counts one element; false once there are too many, so that nobody reads on.</summary>
    internal bool Count(JsonNodeAt node, string field)
    {
        if (++_elements == DtdlLimits.MaxElements + 1)
            Add(node, field, $"The interface has more than {DtdlLimits.MaxElements} elements under contents.");
        return _elements <= DtdlLimits.MaxElements;
    }

    /// <summary>True when the node is an object without a member twice and with no member that is not allowed.</summary>
    internal bool IsObject(JsonNodeAt node, string field, params ReadOnlySpan<string> allowed)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            Add(node, field, "must be a JSON object.");
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in node.Members)
        {
            if (!seen.Add(name))
                Add(value, Join(field, name), "is given twice.");
            else if (!allowed.Contains(name))
                Add(value, Join(field, name), $"is no member of this element; it may have {string.Join(", ", allowed.ToArray())}.");
        }

        return true;
    }

    internal string? RequiredText(JsonNodeAt node, string field, string member, Func<string, bool> isValid, string rule)
    {
        if (node.Find(member) is { } value)
            return CheckedText(value, Join(field, member), isValid, rule);
        Add(node, Join(field, member), "is missing.");
        return null;
    }

    internal string? OptionalText(JsonNodeAt node, string field, string member, Func<string, bool> isValid, string rule) =>
        node.Find(member) is { } value ? CheckedText(value, Join(field, member), isValid, rule) : null;

    internal string? RequiredName(JsonNodeAt node, string field) => RequiredText(node, field, "name", DtdlNames.IsName, DtdlNames.NameRule);

    internal string? OptionalId(JsonNodeAt node, string field) =>
        OptionalText(node, field, "@id", static id => id.Length <= DtdlLimits.MaxId && DtdlNames.IsId(id), $"{DtdlNames.IdRule}, at most {DtdlLimits.MaxId} characters");

    internal bool Flag(JsonNodeAt node, string field, string member)
    {
        if (node.Find(member) is not { } value)
            return false;
        if (value.Kind is not (JsonTokenType.True or JsonTokenType.False))
            Add(value, Join(field, member), "must be true or false.");
        return value.Kind == JsonTokenType.True;
    }

    internal DtdlTexts Texts(JsonNodeAt node, string field) => new(
        Localized(node, field, "displayName", DtdlLimits.MaxDisplayName),
        Localized(node, field, "description", DtdlLimits.MaxDescription),
        OptionalText(node, field, "comment", static t => t.Length <= DtdlLimits.MaxDescription, $"must be at most {DtdlLimits.MaxDescription} characters"));

    internal static string Join(string field, string member) => field.Length == 0 ? member : $"{field}.{member}";

    private string? CheckedText(JsonNodeAt value, string field, Func<string, bool> isValid, string rule)
    {
        if (value.Kind != JsonTokenType.String)
            Add(value, field, "must be a string.");
        else if (!isValid(value.Text))
            Add(value, field, $"{rule}; it has {value.Text.Length} characters.");
        else
            return value.Text;
        return null;
    }

    private Dictionary<string, string> Localized(JsonNodeAt node, string field, string member, int max)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = Join(field, member);
        switch (node.Find(member))
        {
            case null:
                break;
            case { Kind: JsonTokenType.String } text:
                AddText(texts, text, path, DtdlTexts.DefaultLanguage, max);
                break;
            case { Kind: JsonTokenType.StartObject } map:
                foreach (var (language, text) in map.Members)
                    AddText(texts, text, Join(path, language), language, max);
                break;
            case { } other:
                Add(other, path, "must be a string, or an object of language tag and string.");
                break;
        }

        return texts;
    }

    private void AddText(Dictionary<string, string> texts, JsonNodeAt text, string field, string language, int max)
    {
        if (!DtdlNames.IsLanguage(language))
            Add(text, field, $"'{language}' is no language tag (BCP 47).");
        else if (text.Kind != JsonTokenType.String)
            Add(text, field, "must be a string.");
        else if (text.Text.Length > max)
            Add(text, field, $"must be at most {max} characters; it has {text.Text.Length}.");
        else if (!texts.TryAdd(language, text.Text))
            Add(text, field, "is given twice.");
    }
}
