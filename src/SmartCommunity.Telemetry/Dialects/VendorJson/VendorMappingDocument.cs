using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>
/// Reads a mapping file, checks it against the limits of its JSON Schema and against the catalogue, and compiles it. Every fault names its place: <c>values[3].unit</c>.
/// </summary>
internal static class VendorMappingDocument
{
    internal const string DevicePlaceholder = "{device}";
    internal const int MaxTopics = 16;
    internal const int MaxTopicBytes = 200;

    /// <summary>Most different pointers into the document, and into an item: a meter concentrator's profile with a hundred registers, each with a condition.</summary>
    internal const int MaxPointers = 256;
    internal const int MaxPointerBytes = 256;

    /// <summary>Deepest pointer, in steps: the depth that payloads may have.</summary>
    internal const int MaxSteps = 16;
    internal const int MaxValues = 128;
    internal const int MaxEvents = 32;
    internal const int MaxCodes = 32;
    internal const int MaxInvalid = 16;

    private const int MaxWords = 128; // Bytes of a time pattern, a unit or a code.

    /// <summary>The compiled mapping; with <see cref="VendorMapping.Faults"/> it must not be used.</summary>
    internal static VendorMapping Read(JsonElement root)
    {
        var faults = new List<string>();
        var fields = new DocumentFields(faults);
        fields.Allow(root, "", "$schema", "description", "topics", "items", "device", "time", "values", "events");
        var pointers = new PointerSlots(fields, hasItems: root.TryGetProperty("items", out _));
        var topics = Topics(fields, root);
        var items = pointers.Items(root);
        var device = pointers.Optional(root, "", "device");
        var time = Time(fields, pointers, root);
        var values = Values(fields, pointers, root);
        var events = Events(fields, pointers, root);
        if (values.Count == 0 && events.Count == 0 && faults.Count == 0)
            fields.Add("values", "is missing; a profile needs values or events.");
        if (Math.Max(pointers.DocumentCount, pointers.ItemCount) is > MaxPointers and var count)
            fields.Add("The profile", $"has {count} different pointers, more than the limit of {MaxPointers}.");
        return new VendorMapping(topics)
        {
            Faults = faults,
            Document = pointers.Document,
            Item = pointers.Item,
            ItemsSlot = items.Slot,
            ItemsPointer = items.Pointer,
            DocumentSlots = pointers.DocumentCount,
            ItemSlots = pointers.ItemCount,
            DeviceSlot = device,
            Time = time,
            Values = values,
            Events = events,
            SafetyEvents = [.. events.Where(e => SafetyEvents.Types.Contains(e.Type))],
        };
    }

    private static List<string> Topics(DocumentFields fields, JsonElement root)
    {
        var topics = new List<string>();
        foreach (var (index, element) in fields.List(root, "", "topics", MaxTopics, isRequired: true).Index())
        {
            var path = DocumentFields.Of("topics", index);
            if (element.ValueKind != JsonValueKind.String || DocumentFields.TryText(element) is not { } topic || !IsTopic(topic))
                fields.Add(path, $"must be a topic of 1 to {MaxTopicBytes} bytes without empty levels and '#'; a level may be '+' or '{DevicePlaceholder}', and none begins with '$'.");
            else
                topics.Add(topic);
        }

        return topics;
    }

    private static bool IsTopic(string topic) =>
        System.Text.Encoding.UTF8.GetByteCount(topic) is > 0 and <= MaxTopicBytes && !topic.StartsWith('$')
        && topic.Split('/').All(level => level is not ("" or "..") && (level is "+" or DevicePlaceholder || !level.AsSpan().ContainsAny("+#{}")) && !level.Any(char.IsControl));

    private static TimeRule? Time(DocumentFields fields, PointerSlots pointers, JsonElement root)
    {
        if (!root.TryGetProperty("time", out var time) || !fields.IsObject(time, "time"))
            return null;
        fields.Allow(time, "time", "pointer", "format", "pattern");
        var slot = pointers.Required(time, "time", "pointer");
        var format = fields.Text(time, "time", "format", MaxWords, isRequired: true);
        var pattern = fields.Text(time, "time", "pattern", MaxWords, isRequired: format == "pattern");
        TimeFormat? known = format switch
        {
            "ms" => TimeFormat.Milliseconds,
            "s" => TimeFormat.Seconds,
            "iso" => TimeFormat.Iso,
            "pattern" => TimeFormat.Pattern,
            _ => null,
        };
        if (format is not null && known is null)
            fields.Add("time.format", $"'{DocumentFields.Told(format)}' must be ms, s, iso or pattern.");
        if (pattern is not null && format is not null and not "pattern")
            fields.Add("time.pattern", "must be absent unless time.format is pattern.");
        if (pattern is not null && !IsPattern(pattern))
            fields.Add("time.pattern", $"'{DocumentFields.Told(pattern)}' must be a .NET date and time pattern with year, month, day and hour, e.g. yyyy-MM-dd HH:mm:ss.");
        return known is { } which ? new TimeRule(slot, which, pattern ?? "") : null;
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            var sample = new DateTime(2025, 11, 24, 15, 0, 0, DateTimeKind.Utc);
            var culture = System.Globalization.CultureInfo.InvariantCulture;
            return DateTime.TryParseExact(sample.ToString(pattern, culture), pattern, culture, System.Globalization.DateTimeStyles.AdjustToUniversal, out var read)
                && DateTime.SpecifyKind(read, DateTimeKind.Utc) is var utc && Math.Abs((utc - sample).TotalDays) < 1 && pattern.Contains('y', StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static List<ValueRule> Values(DocumentFields fields, PointerSlots pointers, JsonElement root)
    {
        var rules = new List<ValueRule>();
        foreach (var (index, element) in fields.List(root, "", "values", MaxValues, isRequired: false).Index())
        {
            var path = DocumentFields.Of("values", index);
            if (fields.IsObject(element, path) && Value(fields, pointers, element, path) is { } rule)
                rules.Add(rule);
        }

        foreach (var twice in rules.Where(r => r.Where is null).GroupBy(r => r.Quantity, StringComparer.Ordinal).Where(g => g.Count() > 1))
            fields.Add("values", $"gives quantity '{twice.Key}' {twice.Count()} times without 'where'; one message can hold it once.");
        return rules;
    }

    private static ValueRule? Value(DocumentFields fields, PointerSlots pointers, JsonElement element, string path)
    {
        fields.Allow(element, path, "pointer", "quantity", "unit", "scale", "offset", "codes", "invalid", "where");
        var slot = pointers.Required(element, path, "pointer");
        var name = fields.Text(element, path, "quantity", MaxWords, isRequired: true);
        var quantity = name is null ? null : QuantityCatalogue.Default.Find(name);
        if (name is not null && quantity is null)
            fields.Add($"{path}.quantity", $"'{DocumentFields.Told(name)}' is no quantity of the catalogue; see /api/v1/catalogue/quantities.");
        var scale = fields.Number(element, path, "scale", otherwise: 1, allowZero: false);
        var offset = fields.Number(element, path, "offset", otherwise: 0, allowZero: true);
        var unit = fields.Text(element, path, "unit", MaxWords, isRequired: false);
        var conversion = (Scale: 1.0, Offset: 0.0);
        if (unit is not null && quantity is not null)
        {
            if (UnitConversion.Between(unit, quantity.Unit) is { } known)
                conversion = known;
            else
                fields.Add($"{path}.unit", $"'{DocumentFields.Told(unit)}' does not convert to {quantity.Unit}, the unit of {quantity.Name}; known are {string.Join(", ", UnitConversion.Names)}.");
        }

        var codes = Codes(fields, element, path, quantity);
        var invalid = fields.List(element, path, "invalid", MaxInvalid, isRequired: false)
            .Select((scalar, i) => fields.Scalar(scalar, DocumentFields.Of($"{path}.invalid", i))).OfType<Expected>().ToArray();
        var where = Where(fields, pointers, element, path);
        return quantity is null
            ? null
            : new ValueRule(slot, PointerSlots.Told(element), quantity.Name, scale * conversion.Scale, (offset * conversion.Scale) + conversion.Offset, where, invalid, codes);
    }

    private static Condition? Where(DocumentFields fields, PointerSlots pointers, JsonElement element, string path)
    {
        if (!element.TryGetProperty("where", out var where) || !fields.IsObject(where, $"{path}.where"))
            return null;
        fields.Allow(where, $"{path}.where", "pointer", "equals");
        var slot = pointers.Required(where, $"{path}.where", "pointer");
        if (!where.TryGetProperty("equals", out var equals))
        {
            fields.Add($"{path}.where.equals", "is missing.");
            return null;
        }

        return fields.Scalar(equals, $"{path}.where.equals") is { } expected ? new Condition(slot, expected) : null;
    }

    private static (Expected, double)[] Codes(DocumentFields fields, JsonElement element, string path, Quantity? quantity)
    {
        if (!element.TryGetProperty("codes", out var codes))
            return [];
        path += ".codes";
        if (!fields.IsObject(codes, path))
            return [];
        var members = codes.EnumerateObject().ToArray();
        if (members.Length is 0 or > MaxCodes)
            fields.Add(path, $"must have 1 to {MaxCodes} members.");
        var found = new List<(Expected, double)>();
        foreach (var member in members)
        {
            if (quantity is not null && CodeOf(member.Value, quantity) is { } code)
                found.Add((new Expected(member.Name), code));
            else if (quantity is not null)
                fields.Add($"{path}.{DocumentFields.Told(member.Name)}", CodeRule(quantity));
        }

        return [.. found];
    }

    private static double? CodeOf(JsonElement value, Quantity quantity) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False when quantity.Kind == QuantityKind.Boolean => value.ValueKind == JsonValueKind.True ? 1 : 0,
        JsonValueKind.String when quantity.Kind == QuantityKind.Enumeration && DocumentFields.TryText(value) is { } name && quantity.Codes.TryGetValue(name, out var code) => code,
        JsonValueKind.Number when quantity.Kind == QuantityKind.Number && value.GetDouble() is var number && double.IsFinite(number) => number,
        _ => null,
    };

    private static string CodeRule(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Boolean => $"must be true or false, what {quantity.Name} takes.",
        QuantityKind.Enumeration => $"must be a code of {quantity.Name}: {string.Join(", ", quantity.Codes.Keys.Order(StringComparer.Ordinal))}.",
        _ => $"must be a finite number of {quantity.Unit}.",
    };

    private static List<EventRule> Events(DocumentFields fields, PointerSlots pointers, JsonElement root)
    {
        var rules = new List<EventRule>();
        foreach (var (index, element) in fields.List(root, "", "events", MaxEvents, isRequired: false).Index())
        {
            var path = DocumentFields.Of("events", index);
            if (!fields.IsObject(element, path))
                continue;
            fields.Allow(element, path, "pointer", "equals", "type", "id");
            var slot = pointers.Required(element, path, "pointer");
            var id = pointers.Optional(element, path, "id");
            var expected = element.TryGetProperty("equals", out var equals) ? fields.Scalar(equals, $"{path}.equals") : null;
            var type = fields.Text(element, path, "type", MaxWords, isRequired: true);
            if (type is not null && !DeviceClassCatalogue.Default.All.Any(c => c.Events.Contains(type, StringComparer.Ordinal)))
                fields.Add($"{path}.type", $"'{DocumentFields.Told(type)}' is an event type of no device class.");
            else if (type is not null)
                rules.Add(new EventRule(slot, expected, type, id));
        }

        return rules;
    }
}
