using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>
/// Gives every different pointer of a mapping file a slot. With <c>items</c>, a pointer is an item's own unless it begins with <c>^</c>, which is the whole document's.
/// </summary>
internal sealed class PointerSlots
{
    private const char OfDocument = '^';

    private readonly DocumentFields _fields;
    private readonly Dictionary<string, int> _document = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _item = new(StringComparer.Ordinal);

    internal PointerSlots(DocumentFields fields, bool hasItems)
    {
        _fields = fields;
        Item = hasItems ? new PointerTree() : null;
    }

    internal PointerTree Document { get; } = new();

    internal PointerTree? Item { get; }

    /// <summary>Pointers into the document so far; their slots begin at 0.</summary>
    internal int DocumentCount => _document.Count;

    /// <summary>Pointers into an item so far; their slots begin at <see cref="VendorMappingDocument.MaxPointers"/>.</summary>
    internal int ItemCount => _item.Count;

    internal (int Slot, string Pointer) Items(JsonElement root)
    {
        if (Item is null)
            return (-1, "");
        if (root.GetProperty("items") is { ValueKind: JsonValueKind.String } element && DocumentFields.TryText(element) is { } pointer && Steps(pointer) is { } steps)
            return (Slot(_document, Document, firstSlot: 0, pointer, steps), pointer);
        _fields.Add("items", Rule);
        return (-1, "");
    }

    internal int Required(JsonElement element, string path, string member)
    {
        if (element.TryGetProperty(member, out _))
            return Optional(element, path, member);
        _fields.Add(DocumentFields.Join(path, member), "is missing.");
        return -1;
    }

    internal int Optional(JsonElement element, string path, string member)
    {
        if (!element.TryGetProperty(member, out var value))
            return -1;
        var text = value.ValueKind == JsonValueKind.String ? DocumentFields.TryText(value) : null;
        var isOfDocument = text is not null && text.StartsWith(OfDocument);
        var pointer = isOfDocument ? text![1..] : text;
        if (pointer is null || Steps(pointer) is not { } steps || (isOfDocument && Item is null))
        {
            _fields.Add(DocumentFields.Join(path, member), Rule);
            return -1;
        }

        return isOfDocument || Item is null ? Slot(_document, Document, firstSlot: 0, pointer, steps) : Slot(_item, Item, VendorMappingDocument.MaxPointers, pointer, steps);
    }

    /// <summary>The pointer of a rule as it is told in faults of payloads.</summary>
    internal static string Told(JsonElement element) =>
        element.TryGetProperty("pointer", out var pointer) && pointer.ValueKind == JsonValueKind.String ? DocumentFields.Told(DocumentFields.TryText(pointer) ?? "") : "";

    private static string Rule =>
        $"must be a JSON pointer (RFC 6901) of at most {VendorMappingDocument.MaxSteps} steps and {VendorMappingDocument.MaxPointerBytes} bytes; with items, '^' before it means the whole document.";

    private static int Slot(Dictionary<string, int> owner, PointerTree tree, int firstSlot, string pointer, string[] steps)
    {
        if (owner.TryGetValue(pointer, out var known))
            return known;
        return owner[pointer] = tree.Add(steps, firstSlot + owner.Count);
    }

    /// <summary>The steps of a pointer, or null when it is none.</summary>
    private static string[]? Steps(string pointer)
    {
        if (pointer.Length == 0)
            return [];
        if (pointer[0] != '/' || System.Text.Encoding.UTF8.GetByteCount(pointer) > VendorMappingDocument.MaxPointerBytes)
            return null;
        var steps = pointer[1..].Split('/');
        return steps.Length > VendorMappingDocument.MaxSteps || steps.Any(HasBadEscape)
            ? null
            : [.. steps.Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static bool HasBadEscape(string step)
    {
        for (var i = 0; i < step.Length; i++)
        {
            if (step[i] == '~' && (i + 1 == step.Length || step[i + 1] is not ('0' or '1')))
                return true;
        }

        return false;
    }
}
