using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>
/// Reads and checks DTDL version 3: one interface, or an array of them. Names line and field of every fault; bad input is never an exception. Pure and thread-safe.
/// Of the language's extensions it knows <c>quantitativeTypes;1</c>; it wants <c>Component</c> schemas by identifier, not inline.
/// </summary>
public static class DtdlReader
{
    /// <summary>The context every document begins with.</summary>
    public const string Context = "dtmi:dtdl:context;3";

    /// <summary>The extension for semantic types and units.</summary>
    public const string Quantities = "dtmi:dtdl:extension:quantitativeTypes;1";

    /// <summary>Reads a document of UTF-8 JSON.</summary>
    public static DtdlReading Read(ReadOnlySpan<byte> document)
    {
        if (JsonNodeAt.Parse(document, out var fault) is not { } root)
            return new DtdlReading([], [fault]);
        var scan = new DtdlScan();
        var interfaces = new List<DtdlInterface>();
        if (root.Kind == JsonTokenType.StartArray)
        {
            for (var i = 0; i < root.Items.Count; i++)
                ReadInterface(scan, root.Items[i], $"[{i}]", interfaces);
        }
        else
        {
            if (document.Length > DtdlLimits.MaxBytes)
                scan.Add(root, "", $"The interface has {document.Length} bytes, more than the limit of {DtdlLimits.MaxBytes}.");
            ReadInterface(scan, root, "", interfaces);
        }

        return new DtdlReading(scan.Faults.Count == 0 ? interfaces : [], scan.Faults);
    }

    /// <summary>
    /// Checks the <c>extends</c> of interfaces against each other and against those already known: every one exists, no circle, at most
    /// <see cref="DtdlLimits.MaxExtendsDepth"/> deep, at most <see cref="DtdlLimits.MaxExtends"/> in all.
    /// </summary>
    public static IReadOnlyList<DtdlFault> CheckExtends(IReadOnlyCollection<DtdlInterface> interfaces, Func<string, DtdlInterface?> known)
    {
        ArgumentNullException.ThrowIfNull(interfaces);
        ArgumentNullException.ThrowIfNull(known);
        var faults = new List<DtdlFault>();
        var own = new Dictionary<string, DtdlInterface>(StringComparer.Ordinal);
        foreach (var one in interfaces)
        {
            if (!own.TryAdd(one.Id, one))
                faults.Add(new DtdlFault(0, one.Id, "The document defines this interface twice."));
        }

        foreach (var one in own.Values)
        {
            var bases = new HashSet<string>(StringComparer.Ordinal);
            if (FaultOfBases(one, id => own.GetValueOrDefault(id) ?? known(id), [one.Id], bases) is { } message)
                faults.Add(new DtdlFault(0, $"{one.Id} extends", message));
            else if (bases.Count > DtdlLimits.MaxExtends)
                faults.Add(new DtdlFault(0, $"{one.Id} extends", $"{bases.Count} interfaces in all, more than the limit of {DtdlLimits.MaxExtends}."));
        }

        return faults;
    }

    private static string? FaultOfBases(DtdlInterface one, Func<string, DtdlInterface?> find, List<string> chain, HashSet<string> bases)
    {
        foreach (var id in one.Extends)
        {
            if (chain.Contains(id, StringComparer.Ordinal))
                return $"The chain {string.Join(" -> ", chain)} -> {id} is a circle.";
            if (chain.Count > DtdlLimits.MaxExtendsDepth)
                return $"The chain to '{id}' is more than {DtdlLimits.MaxExtendsDepth} deep.";
            if (find(id) is not { } next)
                return $"'{id}' is not known.";
            bases.Add(id);
            if (FaultOfBases(next, find, [.. chain, id], bases) is { } fault)
                return fault;
        }

        return null;
    }

    private static void ReadInterface(DtdlScan scan, JsonNodeAt node, string field, List<DtdlInterface> interfaces)
    {
        scan.StartInterface();
        if (!scan.IsObject(node, field, "@context", "@id", "@type", "displayName", "description", "comment", "extends", "contents", "schemas"))
            return;
        ReadContext(scan, node, field);
        if (node.Find("@type") is not { Kind: JsonTokenType.String, Text: "Interface" })
            scan.Add(node.Find("@type") ?? node, DtdlScan.Join(field, "@type"), "must be \"Interface\".");
        var id = scan.RequiredText(
            node, field, "@id", static id => id.Length <= DtdlLimits.MaxInterfaceId && DtdlNames.IsId(id),
            $"{DtdlNames.IdRule}, at most {DtdlLimits.MaxInterfaceId} characters");
        interfaces.Add(new DtdlInterface
        {
            Id = id ?? "",
            Texts = scan.Texts(node, field),
            Extends = ReadExtends(scan, node, field),
            Contents = DtdlContentReader.ReadAll(scan, node, field),
            Schemas = DtdlSchemaReader.ReadNamed(scan, node, field),
        });
    }

    private static void ReadContext(DtdlScan scan, JsonNodeAt node, string field)
    {
        field = DtdlScan.Join(field, "@context");
        var context = node.Find("@context");
        var names = context is { Kind: JsonTokenType.StartArray } ? context.Items : context is null ? [] : [context];
        if (names is not [{ Text: Context }, ..])
            scan.Add(context ?? node, field, $"must begin with \"{Context}\": this platform reads DTDL version 3.");
        scan.HasQuantities = names.Exists(static n => n.Text == Quantities);
        foreach (var other in names.Skip(1).Where(static n => n.Text is not Quantities))
            scan.Add(other, field, $"'{other.Text}' is not known; the one extension read here is {Quantities}.");
    }

    private static List<string> ReadExtends(DtdlScan scan, JsonNodeAt node, string field)
    {
        field = DtdlScan.Join(field, "extends");
        var extends = node.Find("extends");
        var items = extends is { Kind: JsonTokenType.StartArray } ? extends.Items : extends is null ? [] : [extends];
        var ids = new List<string>();
        foreach (var item in items)
        {
            if (item.Kind != JsonTokenType.String || item.Text.Length > DtdlLimits.MaxInterfaceId || !DtdlNames.IsId(item.Text))
                scan.Add(item, field, $"'{item.Text}' {DtdlNames.IdRule}, at most {DtdlLimits.MaxInterfaceId} characters.");
            else if (ids.Contains(item.Text, StringComparer.Ordinal))
                scan.Add(item, field, $"'{item.Text}' is given twice.");
            else
                ids.Add(item.Text);
        }

        if (ids.Count > DtdlLimits.MaxExtends)
            scan.Add(node, field, $"{ids.Count} interfaces, more than the limit of {DtdlLimits.MaxExtends}.");
        return ids;
    }
}
