using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Graph;

/// <summary>A device that a file puts somewhere, with what it feeds and serves.</summary>
/// <param name="Line">Row or feature, from 1.</param>
/// <param name="Id">Its twin id.</param>
/// <param name="Place">The place it is in; null leaves it where it is.</param>
/// <param name="Geometry">Its own position; null leaves it as it is.</param>
/// <param name="Feeds">All that it feeds with energy, water or gas; null leaves it as it is, none takes it away.</param>
/// <param name="Serves">All that it serves, as a gate its parking site; the same.</param>
internal sealed record PlacedDevice(int Line, TwinId Id, TwinId? Place, JsonElement? Geometry, IReadOnlyList<TwinId>? Feeds, IReadOnlyList<TwinId>? Serves);

/// <summary>Places and device positions as read from a file, with the rows that have not the right shape.</summary>
internal sealed record PlaceFile(IReadOnlyList<(int Line, NewPlace Place)> Places, IReadOnlyList<PlacedDevice> Devices, IReadOnlyList<RowError> Errors, int RowCount)
{
    internal const int MaxRows = 20_000;

    /// <summary>Most a device feeds or serves: every building of a large community.</summary>
    internal const int MaxTargets = 200;

    private static readonly string[] Required = ["kind", "code", "parent", "nameZh"];

    private static readonly string[] Columns =
        [.. Required, "nameEn", "floors", "heightM", "floor", "areaM2", "openingHours", "facilityKind", "longitude", "latitude"];

    /// <summary>Reads a FeatureCollection: places and devices by <c>properties.kind</c>. A place without a parent is in the community itself.</summary>
    internal static Outcome<PlaceFile> ReadGeoJson(string community, JsonElement collection)
    {
        if (collection.ValueKind != JsonValueKind.Object || !collection.TryGetProperty("type", out var type) || !type.ValueEquals("FeatureCollection")
            || !collection.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            return new Fault(FaultKind.Invalid, "type", "The body must be a GeoJSON FeatureCollection with an array 'features'.");
        if (features.GetArrayLength() > MaxRows)
            return new Fault(FaultKind.Invalid, "features", $"features has {features.GetArrayLength()} members, more than the limit of {MaxRows}.");
        var (places, devices, errors, line) = (new List<(int, NewPlace)>(), new List<PlacedDevice>(), new List<RowError>(), 0);
        foreach (var feature in features.EnumerateArray())
        {
            line++;
            if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
                errors.Add(new RowError(line, "properties", "A feature must be an object with an object 'properties'."));
            else if (new FeatureReader(properties, line, errors) is var reader && reader.Text("kind") == "device")
                AddDevice(reader, feature, devices);
            else
                places.Add((line, PlaceOf(reader, feature, community)));
        }

        // A row with a value of the wrong type is not taken with that value left out.
        var wrong = errors.Select(e => e.Line).ToHashSet();
        return new PlaceFile([.. places.Where(p => !wrong.Contains(p.Item1))], [.. devices.Where(d => !wrong.Contains(d.Line))], errors, line);
    }

    /// <summary>Reads CSV: RFC 4180, UTF-8, columns in any order; an empty field is an absent value.</summary>
    internal static Outcome<PlaceFile> ReadCsv(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > DeviceFile.MaxBytes)
            return new Fault(FaultKind.Invalid, "file", $"The file is larger than the limit of {DeviceFile.MaxBytes / (1024 * 1024)} MiB; split it.");
        if (DeviceCsv.EncodingFault(bytes.Span) is { } encoding)
            return new Fault(FaultKind.Invalid, "file", encoding);
        var errors = new List<RowError>();
        using var reader = CsvReader.Create(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => errors.Add(new RowError((int)record.LineNumber, "", "The quotes of this row do not pair up.")),
        });
        var header = reader.Read() ? DeviceCsv.Fields(reader) : [];
        if (HeaderFault(header) is { } fault)
            return new Fault(FaultKind.Invalid, "file", fault);
        var places = new List<(int, NewPlace)>();
        while (reader.Read())
        {
            if (places.Count + errors.Count >= MaxRows)
                return new Fault(FaultKind.Invalid, "file", $"The file has more than the limit of {MaxRows} rows; split it.");
            var (line, fields, before) = ((int)reader.LineNumber, DeviceCsv.Fields(reader), errors.Count);
            if (fields.Length != header.Length)
                errors.Add(new RowError(line, "", $"The row has {fields.Length} fields, the header has {header.Length}."));
            else if (PlaceOf(new CsvRow(header, fields, line, errors)) is var place && errors.Count == before)
                places.Add((line, place));
        }

        return new PlaceFile(places, [], errors, places.Count + errors.Count);
    }

    private static string? HeaderFault(string[] header)
    {
        var wanted = $"the header is {string.Join(',', Columns)}, of which {string.Join(", ", Required)} are required";
        if (header.Length == 0)
            return $"The file is empty; {wanted}.";
        if (header.FirstOrDefault(column => !Columns.Contains(column, StringComparer.Ordinal)) is { } unknown)
            return $"Column '{unknown}' of the header is unknown; {wanted}.";
        if (Required.FirstOrDefault(column => !header.Contains(column, StringComparer.Ordinal)) is { } missing)
            return $"Column '{missing}' is missing in the header; {wanted}.";
        return header.Length == header.Distinct(StringComparer.Ordinal).Count() ? null : $"A column stands twice in the header; {wanted}.";
    }

    private static NewPlace PlaceOf(CsvRow row) => new()
    {
        Kind = row.Text("kind"),
        Code = row.Text("code"),
        Parent = row.Text("parent"),
        NameZh = row.Text("nameZh"),
        NameEn = row.Text("nameEn"),
        Floors = (int?)row.Number("floors", whole: true),
        HeightM = row.Number("heightM", whole: false),
        Floor = (int?)row.Number("floor", whole: true),
        AreaM2 = row.Number("areaM2", whole: false),
        OpeningHours = row.Text("openingHours"),
        FacilityKind = row.Text("facilityKind"),
        Geometry = (row.Number("longitude", whole: false), row.Number("latitude", whole: false)) is ({ } longitude, { } latitude)
            ? JsonElement.Parse(FormattableString.Invariant($$"""{"type":"Point","coordinates":[{{longitude}},{{latitude}}]}"""))
            : null,
    };

    private static NewPlace PlaceOf(FeatureReader reader, JsonElement feature, string community) => new()
    {
        Kind = reader.Text("kind") ?? "",
        Code = reader.Text("code") ?? "",
        Parent = reader.Text("parent") ?? TwinId.Community(community).ToString(),
        NameZh = reader.Text("nameZh") ?? "",
        NameEn = reader.Text("nameEn") ?? "",
        Floors = (int?)reader.Number("floors", whole: true),
        HeightM = reader.Number("heightM", whole: false),
        Floor = (int?)reader.Number("floor", whole: true),
        AreaM2 = reader.Number("areaM2", whole: false),
        OpeningHours = reader.Text("openingHours"),
        FacilityKind = reader.Text("facilityKind"),
        Geometry = feature.TryGetProperty("geometry", out var geometry) ? geometry : null,
    };

    private static void AddDevice(FeatureReader reader, JsonElement feature, List<PlacedDevice> devices)
    {
        var code = reader.Text("code");
        if (!TwinId.TryParse($"device:{code}", out var id))
            reader.Fault("code", TwinId.Fault("code", code));
        var place = reader.Text("place");
        TwinId? there = null;
        if (place is not null && !TwinId.TryParse(place, out var parsed))
            reader.Fault("place", TwinId.Fault("place", place));
        else if (place is not null && TwinId.TryParse(place, out parsed))
            there = parsed;
        // A position that was worked out from the place is none of the device's own.
        var isOwn = reader.Text("positionFrom") is null && feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object;
        devices.Add(new PlacedDevice(reader.Line, id, there, isOwn ? feature.GetProperty("geometry") : null, TargetsOf(reader, RelationRules.Feeds), TargetsOf(reader, RelationRules.Serves)));
    }

    private static List<TwinId>? TargetsOf(FeatureReader reader, string kind)
    {
        if (reader.Texts(kind, MaxTargets) is not { } texts)
            return null;
        var targets = new List<TwinId>(texts.Count);
        foreach (var text in texts)
        {
            if (!TwinId.TryParse(text, out var target))
                reader.Fault(kind, TwinId.Fault(kind, text));
            else if (!targets.Contains(target))
                targets.Add(target);
        }

        return targets;
    }
}

/// <summary>One row of a CSV file.</summary>
internal sealed class CsvRow(string[] header, string[] fields, int line, List<RowError> errors)
{
    internal string Text(string column) => Array.IndexOf(header, column) is >= 0 and var at ? fields[at] : "";

    internal double? Number(string column, bool whole)
    {
        if (Text(column) is not { Length: > 0 } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && (!whole || number % 1 == 0))
            return whole ? Math.Clamp(number, int.MinValue, int.MaxValue) : number;
        errors.Add(new RowError(line, column, $"{column} '{text}' must be a {(whole ? "whole " : "")}number."));
        return null;
    }
}

/// <summary>The properties of one feature.</summary>
internal sealed class FeatureReader(JsonElement properties, int line, List<RowError> errors)
{
    internal int Line => line;

    internal void Fault(string field, string message) => errors.Add(new RowError(line, field, message));

    internal string? Text(string name)
    {
        if (!properties.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Fault(name, $"{name} must be a string.");
        return null;
    }

    /// <summary>An array of strings; null when it is absent or not one.</summary>
    internal IReadOnlyList<string>? Texts(string name, int most)
    {
        if (!properties.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(static item => item.GetString()!)];
        Fault(name, $"{name} must be an array of at most {most} strings.");
        return null;
    }

    internal double? Number(string name, bool whole)
    {
        if (!properties.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && (!whole || number % 1 == 0))
            return whole ? Math.Clamp(number, int.MinValue, int.MaxValue) : number;
        Fault(name, $"{name} must be a {(whole ? "whole " : "")}number.");
        return null;
    }
}
