using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Models;

/// <summary>
/// Reads what people import: one DTDL v3 interface, an array of them, or <c>{"interfaces":[…],"traits":[…]}</c>, which says for each what DTDL has no word for. Names interface,
/// element and line of every fault; bad input is never an exception. Pure.
/// </summary>
internal static class ModelDocument
{
    /// <summary>Largest document, in bytes.</summary>
    internal const int MaxBytes = 1024 * 1024;

    private const string Interfaces = "interfaces";
    private const string Traits = "traits";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    };

    /// <summary>The classes of the document; <paramref name="otherwise"/> holds for interfaces it says nothing of.</summary>
    internal static Outcome<IReadOnlyList<ImportedClass>> Read(ReadOnlySpan<byte> document, ModelTraits otherwise, DateTimeOffset importedAt)
    {
        var faults = new List<Fault>();
        if (Parse(document, faults) is not { } root)
            return faults.ToArray();
        var traits = new Dictionary<string, ModelTraits>(StringComparer.Ordinal);
        var models = root;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(Interfaces, out models))
            traits = ReadTraits(root, faults);
        else
            models = root;
        JsonElement[] items = models.ValueKind == JsonValueKind.Array ? [.. models.EnumerateArray()] : [models];
        if (items.Length == 0)
            faults.Add(Invalid(Interfaces, "The document holds no interface; 1 is the least."));
        if (otherwise.Code is not null && items.Length > 1)
            faults.Add(Invalid("code", $"One code cannot be that of {items.Length} interfaces; give each its own under {Traits}."));
        var classes = new List<ImportedClass>();
        var text = Encoding.UTF8.GetString(document);
        var from = 0;
        foreach (var item in items)
        {
            var json = item.GetRawText();
            from = Math.Max(from, text.IndexOf(json, from, StringComparison.Ordinal));
            var reading = ReadOne(item, json, traits, otherwise, importedAt, linesBefore: text.AsSpan(0, from).Count('\n'), faults);
            if (reading is not null)
                classes.Add(reading);
            from += json.Length;
        }

        foreach (var unused in traits.Keys)
            faults.Add(Invalid($"{Traits} {unused}", "No interface of the document has this identifier."));
        return faults.Count > 0 ? faults.ToArray() : classes;
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> document, List<Fault> faults)
    {
        try
        {
            return JsonElement.Parse(document);
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber is { } number ? $"line {(number + 1).ToString(CultureInfo.InvariantCulture)}: " : "";
            faults.Add(Invalid("body", $"{line}The document is no JSON: {exception.Message}"));
            return null;
        }
    }

    private static Dictionary<string, ModelTraits> ReadTraits(JsonElement root, List<Fault> faults)
    {
        var traits = new Dictionary<string, ModelTraits>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject().Where(static m => m.Name is not (Interfaces or Traits)))
            faults.Add(Invalid(member.Name, $"is no member of the document; it may have {Interfaces} and {Traits}."));
        if (!root.TryGetProperty(Traits, out var list))
            return traits;
        try
        {
            foreach (var one in list.Deserialize<ModelTraits[]>(Options) ?? [])
            {
                if (one?.Model is not { } id)
                    faults.Add(Invalid($"{Traits}.model", "is missing: the identifier of the interface."));
                else if (!traits.TryAdd(id, one))
                    faults.Add(Invalid($"{Traits} {id}", "stands twice; once is the limit."));
            }
        }
        catch (JsonException exception)
        {
            faults.Add(Invalid(
                Traits + exception.Path?.TrimStart('$'),
                "must be an array of objects with model, code, domain (texts) and reportIntervalSeconds (a whole number), each at most once and nothing else."));
        }

        return traits;
    }

    private static ImportedClass? ReadOne(
        JsonElement item, string json, Dictionary<string, ModelTraits> traits, ModelTraits otherwise, DateTimeOffset importedAt, int linesBefore, List<Fault> faults)
    {
        var id = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("@id", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        traits.Remove(id, out var own);
        var (domain, interval) = (own?.Domain ?? otherwise.Domain, own?.ReportIntervalSeconds ?? otherwise.ReportIntervalSeconds);
        var before = faults.Count;
        if (string.IsNullOrEmpty(domain))
            faults.Add(Invalid(Field(id, "domain"), $"is missing, and DTDL has no word for it: give it as a query parameter or under {Traits}; one of {string.Join(", ", DeviceDomain.All)}."));
        if (interval is null)
        {
            faults.Add(Invalid(
                Field(id, "reportIntervalSeconds"),
                $"is missing, and DTDL has no word for it: give it as a query parameter or under {Traits}; 1 to {DeviceClassTraits.MaxReportIntervalSeconds}."));
        }

        // The interface is read all the same, so that one try tells everything that is wrong.
        var beside = new DeviceClassTraits(own?.Code ?? otherwise.Code ?? ImportedClassReader.CodeOf(id), string.IsNullOrEmpty(domain) ? DeviceDomain.All[0] : domain, interval ?? 1);
        var reading = ImportedClassReader.Read(json, beside, importedAt);
        foreach (var fault in reading.Faults)
        {
            var line = fault.Line > 0 ? $"line {(fault.Line + linesBefore).ToString(CultureInfo.InvariantCulture)}: " : "";
            faults.Add(Invalid(Field(id, fault.Field), line + fault.Message));
        }

        return faults.Count == before ? reading.Class : null;
    }

    private static string Field(string id, string field) => id.Length == 0 ? field : $"{id} {field}";

    private static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);
}
