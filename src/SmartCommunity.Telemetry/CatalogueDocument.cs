using System.Globalization;
using System.Text;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Telemetry;

/// <summary>
/// The catalogue as a Markdown page: every class with its quantities, events, commands, properties and a line to publish with. Pure: the same catalogue
/// gives the same text on any machine; a test keeps the committed page equal to it.
/// </summary>
public static class CatalogueDocument
{
    /// <summary>Community of the sample topics.</summary>
    private const string Community = "baihe";

    /// <summary>The page for these classes, with line feeds.</summary>
    public static string Write(DeviceClassCatalogue classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var page = new StringBuilder();
        page.Append("# Device classes\n\n");
        page.Append("Written by `smartcommunity catalogue`; edit `Classes/` and `Catalogue/` and write it again. Values outside a range, codes that are not listed and quantities of\n");
        page.Append("another class go to quarantine with the reason. Units are UCUM codes. A device is offline after three report intervals (at least 90 s) of silence.\n\n");
        page.Append("| class | | domain | report interval | quantities | events |\n|---|---|---|---|---|---|\n");
        foreach (var one in classes.All)
        {
            Row(page, $"[{one.Code}](#{one.Code.ToLowerInvariant()})", $"{one.Zh} {one.En}", one.Domain, Interval(one.ReportInterval),
                one.Quantities.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", one.Events));
        }

        foreach (var one in classes.All)
            WriteClass(page, one);
        return page.ToString();
    }

    /// <summary>A telemetry payload of the class with its everyday values.</summary>
    public static string SamplePayload(DeviceClass deviceClass)
    {
        ArgumentNullException.ThrowIfNull(deviceClass);
        return $"{{\"seq\":1,\"v\":{{{string.Join(',', deviceClass.Quantities.Select(static q => $"\"{q.Name}\":{SampleValue(q)}"))}}}}}";
    }

    /// <summary>The everyday value of a quantity as a payload holds it.</summary>
    public static string SampleValue(Quantity quantity)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        return quantity.Kind switch
        {
            QuantityKind.Boolean => quantity.Example == 0 ? "false" : "true",
            QuantityKind.Enumeration => $"\"{quantity.Codes.First(c => c.Value == (int)quantity.Example).Key}\"",
            _ => Number(quantity.Example),
        };
    }

    private static void WriteClass(StringBuilder page, DeviceClass one)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {one.Code}\n\n{one.Zh} · {one.En} · `{one.ModelId}` · {one.Domain} · every {Interval(one.ReportInterval)}\n\n");
        page.Append("| quantity | | unit | range | decimals | codes, remarks |\n|---|---|---|---|---|---|\n");
        foreach (var quantity in one.Quantities)
        {
            Row(page, $"`{quantity.Name}`", $"{quantity.Zh} {quantity.En}", quantity.Kind == QuantityKind.Number ? quantity.Unit : KindName(quantity.Kind),
                quantity.Kind == QuantityKind.Number ? $"{Number(quantity.Min)} to {Number(quantity.Max)}" : "", quantity.Kind == QuantityKind.Number ? Number(quantity.Decimals) : "",
                Remarks(quantity));
        }

        WriteTable(page, "event", "data may hold", one.EventTypes.Select(static e => (e.Name, $"{e.Zh} {e.En}", Fields(e.Fields))));
        WriteTable(page, "command", "arguments", one.CommandTypes.Select(static c => (c.Name, $"{c.Zh} {c.En}", Fields(c.Fields))));
        WriteTable(page, "property", "type", one.Properties.Select(static p => (p.Name, $"{p.Texts.Name("zh")} {p.Texts.Name("en")}", PropertyText(p))));
        var address = new DeviceAddress(Community, one.Code, $"my-{one.Code}");
        page.Append("\n```\n");
        page.Append(CultureInfo.InvariantCulture, $"mosquitto_pub -h HOST -p 1883 -i {address.Device} -u {address.Device} -P TOKEN -q 1 -t {new NativeTopic(address, TopicKind.Telemetry)} -m '{SamplePayload(one)}'\n");
        if (one.EventTypes is [var first, ..])
            page.Append(CultureInfo.InvariantCulture, $"mosquitto_pub -h HOST -p 1883 -i {address.Device} -u {address.Device} -P TOKEN -q 1 -t {new NativeTopic(address, TopicKind.Event)} -m '{{\"id\":\"1\",\"type\":\"{first.Name}\",\"data\":{{}}}}'\n");
        page.Append("```\n");
    }

    private static void WriteTable(StringBuilder page, string head, string lastHead, IEnumerable<(string Name, string Words, string Last)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n| {head} | | {lastHead} |\n|---|---|---|\n");
        foreach (var (name, words, last) in list)
            Row(page, $"`{name}`{(head == "event" && SafetyEvents.Types.Contains(name) ? " (safety)" : "")}", words, last);
    }

    private static void Row(StringBuilder page, params ReadOnlySpan<string> cells) => page.Append("| ").Append(string.Join(" | ", cells.ToArray())).Append(" |\n");

    private static string Remarks(Quantity quantity)
    {
        var remarks = new List<string>();
        if (quantity.Codes.Count > 0)
            remarks.Add(string.Join(", ", quantity.Codes.Select(static c => $"{c.Key} = {c.Value.ToString(CultureInfo.InvariantCulture)}")));
        if (quantity.IsRegister)
            remarks.Add("register: counts up, only differences mean anything");
        if (quantity.PairedWith is { } partner)
            remarks.Add($"one observation with `{partner}`");
        return string.Join("; ", remarks);
    }

    private static string Fields(IReadOnlyList<DtdlField> fields) => string.Join(", ", fields.Select(static f => $"`{f.Name}` {SchemaText(f.Schema, f.Quantity)}"));

    private static string PropertyText(DtdlProperty property) => $"{SchemaText(property.Schema, property.Quantity)}{(property.Writable ? ", writable" : "")}";

    private static string SchemaText(DtdlSchema schema, DtdlQuantity? quantity) => schema switch
    {
        DtdlPrimitive primitive => quantity?.Unit is { } unit ? $"{primitive.Name} ({unit})" : primitive.Name,
        DtdlEnum codes => string.Join(" \\| ", codes.Values.Select(static v => v.Text ?? v.Number.ToString(CultureInfo.InvariantCulture))),
        _ => "object",
    };

    private static string KindName(QuantityKind kind) => kind == QuantityKind.Boolean ? "true/false" : "code";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Interval(TimeSpan interval) =>
        interval.TotalMinutes < 1 || interval.Seconds != 0 ? $"{Number(interval.TotalSeconds)} s" : $"{Number(interval.TotalMinutes)} min";
}
