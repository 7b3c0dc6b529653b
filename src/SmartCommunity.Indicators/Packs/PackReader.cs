using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Indicators.Packs;

/// <summary>
/// Reads standard packs: YAML (or JSON, which is YAML) after <c>pack.schema.json</c>. Tells every fault with line, column, field, value and limit, all at once; never throws for what a file says.
/// What cannot be scored is refused here: unknown fields, references to nothing, weights that do not sum to 100, formulas whose unit is not that of their measure.
/// </summary>
public static class PackReader
{
    /// <summary>Longest file, in bytes: ten times the Zhejiang standard.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Deepest nesting: the nodes are read recursively.</summary>
    private const int MaxDepth = 60;

    /// <summary>The format this version reads.</summary>
    internal const int Format = 1;

    private static readonly string[] Required =
        ["format", "id", "version", "title", "note", "validFrom", "projectTypes", "scoring", "facts", "records", "evidence", "facilityKinds", "scenarios"];

    private static readonly string[] Optional = ["validTo"];

    /// <summary>The pack, or all faults of the file.</summary>
    public static (StandardPack? Pack, IReadOnlyList<PackFault> Faults) Read(ReadOnlyMemory<byte> bytes) => Read(bytes, DeviceClassCatalogue.Default);

    /// <summary>As <see cref="Read(ReadOnlyMemory{byte})"/>, for other device classes than those of this version.</summary>
    public static (StandardPack? Pack, IReadOnlyList<PackFault> Faults) Read(ReadOnlyMemory<byte> bytes, DeviceClassCatalogue classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (bytes.Length > MaxBytes)
            return (null, [new PackFault(1, 1, "", string.Create(CultureInfo.InvariantCulture, $"The file has {bytes.Length} bytes; at most {MaxBytes} are read."))]);
        if (Load(bytes, out var fault) is not { } root)
            return (null, [fault!]);
        var faults = new List<PackFault>();
        var pack = Root(new PackNode(root, "", faults), classes, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        return faults.Count == 0 ? (pack, []) : (null, [.. faults.Distinct().OrderBy(static f => f.Line).ThenBy(static f => f.Column)]);
    }

    internal static YamlNode? Load(ReadOnlyMemory<byte> bytes, out PackFault? fault)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes.Span).TrimStart('\uFEFF');
            fault = Unsafe(text);
            if (fault is not null)
                return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [var document])
                return document.RootNode;
            fault = new PackFault(1, 1, "", "A pack is one YAML document.");
        }
        catch (DecoderFallbackException)
        {
            fault = new PackFault(1, 1, "", "This is not UTF-8.");
        }
        catch (YamlException broken)
        {
            fault = new PackFault((int)broken.Start.Line, (int)broken.Start.Column, "", $"This is not YAML: {broken.Message}");
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // What YamlDotNet says to some texts that end within a list or begin with a tab.
            fault = new PackFault(1, 1, "", $"This is not YAML: {broken.Message}");
        }

        return null;
    }

    /// <summary>Nodes are read recursively and aliases could make a thousand of one: both are refused before anything is built.</summary>
    private static PackFault? Unsafe(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (depth > MaxDepth)
                return Fault(current, string.Create(CultureInfo.InvariantCulture, $"A pack is at most {MaxDepth} levels deep."));
            if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
                return Fault(current, "Anchors and aliases are not read: write it out, so that a diff shows it.");
        }

        return null;
    }

    private static PackFault Fault(ParsingEvent at, string message) => new((int)at.Start.Line, (int)at.Start.Column, "", message);

    private static StandardPack Root(PackNode root, DeviceClassCatalogue classes, string hash)
    {
        var fields = root.Fields(Required, Optional);
        fields["format"]?.Whole(Format, Format);
        var names = Names(fields, classes, out var projectTypes, out var records, out var evidence, out var facilityKinds);
        var scenarios = fields.Read("scenarios", new MeasureReader(names).Scenarios, []);
        var measures = scenarios.SelectMany(static s => s.Indicators).SelectMany(static i => i.Measures).Select(static m => m.Id).ToList();
        var pack = new StandardPack
        {
            Id = fields.Read("id", static n => n.Code(), ""),
            Version = fields.Read("version", static n => n.Code(isVersion: true), ""),
            Hash = hash,
            Title = DefinitionReader.Title(fields),
            Note = DefinitionReader.Title(fields, "note", LongestNote),
            ValidFrom = fields.Read("validFrom", static n => n.Day(), DateOnly.MinValue),
            ValidTo = fields.Read<DateOnly?>("validTo", static n => n.Day(), null),
            ProjectTypes = projectTypes,
            Scoring = fields["scoring"] is { } scoring ? new ScoringReader(names, measures).Read(scoring) : NoRules,
            Facts = [.. names.Facts.Values],
            Records = records,
            Evidence = evidence,
            FacilityKinds = facilityKinds,
            Scenarios = scenarios,
        };
        if (pack.ValidTo < pack.ValidFrom)
            fields["validTo"]!.Fault(string.Create(CultureInfo.InvariantCulture, $"is {pack.ValidTo:yyyy-MM-dd}, before 'validFrom' {pack.ValidFrom:yyyy-MM-dd}."));
        CheckUsed(fields, names);
        return pack;
    }

    private const int LongestNote = 4000;

    private static readonly ScoringRules NoRules = new()
    {
        BindingWeight = 1, GuidingWeight = 1, LiveConfidence = 1, DeclaredConfidence = 1, InspectedConfidence = 1, PassMark = 0, ExcellentMark = 0, SmallNumber = 0, AllowedLateness = TimeSpan.Zero,
        Dimensions = [], Vetoes = [],
    };

    private static PackNames Names(
        PackFields fields, DeviceClassCatalogue classes, out IReadOnlyList<ProjectType> projectTypes, out IReadOnlyList<RecordDefinition> records, out IReadOnlyList<EvidenceDefinition> evidence,
        out IReadOnlyList<FacilityKind> facilityKinds)
    {
        // Codes are looked at before the scenarios are read: project types name them, and measures name project types.
        string[] scenarios = fields["scenarios"] is { IsList: true } list ? [.. list.Peeks("code").Distinct()] : [];
        projectTypes = fields.Read("projectTypes", n => DefinitionReader.ProjectTypes(n, scenarios), []);
        if (fields["projectTypes"] is { IsList: true } types && projectTypes.Count == 0)
            types.Fault("is empty: a pack has at least one project type.");
        records = fields.Read("records", DefinitionReader.Records, []);
        evidence = fields.Read("evidence", DefinitionReader.Evidence, []);
        facilityKinds = fields.Read("facilityKinds", DefinitionReader.FacilityKinds, []);
        return new PackNames
        {
            Classes = classes,
            Facts = fields.Read("facts", DefinitionReader.Facts, []).DistinctBy(static f => f.Code).ToDictionary(static f => f.Code, StringComparer.Ordinal),
            Records = records.DistinctBy(static r => r.Code).ToDictionary(static r => r.Code, StringComparer.Ordinal),
            EvidenceKinds = [.. evidence.Select(static e => e.Code)],
            FacilityKinds = [.. facilityKinds.Select(static k => k.Code)],
            ProjectTypes = [.. projectTypes.Select(static t => t.Code).Where(static c => c.Length > 0)],
            Scenarios = scenarios,
        };
    }

    /// <summary>A definition nothing uses would be entered by people for nothing, and is most likely misspelt where it is used.</summary>
    private static void CheckUsed(PackFields fields, PackNames names)
    {
        foreach (var (list, what) in new[] { ("facts", "fact"), ("records", "record"), ("evidence", "evidence") })
        {
            if (fields[list] is not { IsList: true } node)
                continue;
            foreach (var item in node.Items(0, int.MaxValue, "code").Where(i => i.Peek("code")?.Peek() is { Length: > 0 } code && !names.Used.Contains($"{what} {code}")))
                item.Peek("code")!.Fault($"'{item.Peek("code")!.Peek()}' is used by no formula and no veto.");
        }
    }
}
