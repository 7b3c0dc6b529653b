using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>Operator, label and unit of a formula's node, in the words of the pack and of the device catalogue.</summary>
internal sealed class FormulaLabels(StandardPack pack)
{
    private readonly Dictionary<string, FactDefinition> _facts = pack.Facts.ToDictionary(static f => f.Code, StringComparer.Ordinal);
    private readonly Dictionary<string, RecordDefinition> _records = pack.Records.ToDictionary(static r => r.Code, StringComparer.Ordinal);
    private readonly Dictionary<string, EvidenceDefinition> _evidence = pack.Evidence.ToDictionary(static e => e.Code, StringComparer.Ordinal);

    internal static string OperatorOf(Formula formula) => formula switch
    {
        Constant => "constant",
        RegistryValue => "registryValue",
        EvidenceCount => "evidenceCount",
        EvidenceScore => "evidenceScore",
        Count { Source: DeviceSource { Where.Count: > 0 } or SampleSource { Where.Count: > 0 } or EventSource { Where.Count: > 0 } or RecordSource { Where.Count: > 0 } } => "countWhere",
        Count => "count",
        Aggregate aggregate => Lower(aggregate.Kind.ToString()),
        DistinctSubjects => "distinctSubjects",
        RegisterDelta => "delta",
        Uptime => "uptime",
        WithinSeconds => "withinSeconds",
        DegreeDaySaving => "degreeDayAdjustedSaving",
        Ratio => "ratio",
        Arithmetic arithmetic => Lower(arithmetic.Kind.ToString()),
        _ => "compare",
    };

    internal BilingualText LabelOf(Formula formula) => formula switch
    {
        Constant constant => Words.Both(constant.Unit == "1" ? Words.Number(constant.Value) : $"{Words.Number(constant.Value)} {constant.Unit}"),
        RegistryValue registry => _facts.TryGetValue(registry.Fact, out var fact) ? fact.Title : Words.Both(registry.Fact),
        EvidenceCount evidence => With(Prefix("已采纳佐证：", "accepted evidence: ", Words.Join(evidence.Kinds.Select(EvidenceTitle), "、", ", ")), evidence.Within),
        EvidenceScore evidence => Prefix("评审得分：", "review score: ", EvidenceTitle(evidence.Kind)),
        Count count => count.DistinctBy is null ? Source(count.Source) : Prefix($"不同的 {count.DistinctBy}：", $"different {count.DistinctBy} of ", Source(count.Source)),
        Aggregate aggregate => Prefix($"{aggregate.Field}：", $"{aggregate.Field} of ", Source(aggregate.Source)),
        DistinctSubjects distinct => Prefix($"不同的 {distinct.Field}：", $"different {distinct.Field} of ", Source(distinct.Source)),
        RegisterDelta delta => With(Prefix($"用量 {delta.Quantity}：", $"consumption {delta.Quantity} of ", Devices(delta.Devices)), delta.Window),
        Uptime uptime => With(Prefix("运行时间：", "time in state of ", Devices(uptime.Devices)), uptime.Window),
        WithinSeconds within => With(
            Prefix("按时处置：", "followed in time: ", new BilingualText($"{string.Join("|", within.First.Types)}（{Limits(within)}）", $"{string.Join("|", within.First.Types)} ({Limits(within)})")), within.First.Window),
        DegreeDaySaving => new BilingualText("按度日修正的节能率", "saving adjusted for degree days"),
        Ratio => new BilingualText("比值", "ratio"),
        Arithmetic arithmetic => Words.Both(Lower(arithmetic.Kind.ToString())),
        _ => new BilingualText("是否满足", "whether it holds"),
    };

    internal string UnitOf(Formula formula) => formula switch
    {
        Constant constant => constant.Unit,
        RegistryValue registry => _facts.TryGetValue(registry.Fact, out var fact) ? fact.Unit : "",
        Aggregate { Source: RecordSource records } aggregate =>
            _records.GetValueOrDefault(records.Kind)?.Fields.FirstOrDefault(f => f.Code == aggregate.Field)?.Unit ?? "",
        Aggregate { Source: SampleSource samples } => QuantityUnit(samples.Quantity),
        Aggregate { Source: DeviceSource } aggregate => QuantityUnit(aggregate.Field),
        RegisterDelta delta => QuantityUnit(delta.Quantity),
        Uptime { AsHours: true } => "h",
        Comparison => "bool",
        _ => "",
    };

    internal BilingualText EvidenceTitle(string kind) => _evidence.TryGetValue(kind, out var definition) ? definition.Title : Words.Both(kind);

    private BilingualText Source(Source source) => source switch
    {
        DeviceSource devices => Where(devices.GroupedByPlace.Count == 0
            ? Devices(devices.Devices)
            : Prefix("成套住户：", "homes with ", Words.Join(devices.GroupedByPlace.Select(ClassName), "＋", " + ")), DeviceConditions(devices)),
        SampleSource samples => With(Where(Prefix($"{samples.Quantity} 测量：", $"{samples.Quantity} measurements of ", Devices(samples.Devices)), samples.Where.Select(Words.Of)), samples.Window),
        EventSource events => With(Where(Prefix("事件 ", "events ", Words.Both(string.Join("|", events.Types))), events.Where.Select(Words.Of)), events.Window),
        RecordSource records => Records(records),
        _ => Words.Both(""),
    };

    private BilingualText Records(RecordSource records)
    {
        var title = _records.TryGetValue(records.Kind, out var definition) ? definition.Title : Words.Both(records.Kind);
        return With(Where(title, records.Where.Select(Words.Of)), records.Window);
    }

    private static IEnumerable<BilingualText> DeviceConditions(DeviceSource source)
    {
        foreach (var condition in source.Where)
            yield return Words.Of(condition);
        if (source.SeenWithin is { } within)
            yield return Prefix("最近上报 ≤ ", "heard within ", Words.Duration(within));
        if (source.SeenWithinIntervals is { } intervals)
            yield return new BilingualText($"最近上报 ≤ {Words.Number(intervals)} 个周期", $"heard within {Words.Number(intervals)} report intervals");
    }

    private static BilingualText Devices(DeviceSelector devices)
    {
        var parts = devices.Classes.Count > 0 ? Words.Join(devices.Classes.Select(ClassName), "、", ", ")
            : devices.Domains.Count > 0 ? Words.Both(string.Join(", ", devices.Domains))
            : new BilingualText("全部设备", "all devices");
        if (devices.InFacilities.Count > 0)
            parts = new BilingualText($"{parts.Zh}（{string.Join("、", devices.InFacilities)}）", $"{parts.En} in {string.Join(", ", devices.InFacilities)}");
        return devices.Feeds.Count > 0
            ? new BilingualText($"{parts.Zh}（供 {string.Join("、", devices.Feeds)}）", $"{parts.En} feeding {string.Join(", ", devices.Feeds)}")
            : parts;
    }

    private static BilingualText ClassName(string code) => DeviceClassCatalogue.Default.Find(code) is { } found ? new BilingualText(found.Zh, found.En.ToLowerInvariant()) : Words.Both(code);

    private static string QuantityUnit(string name) =>
        DeviceClassCatalogue.Default.All.SelectMany(static c => c.Quantities).FirstOrDefault(q => q.Name == name)?.Unit ?? "";

    private static string Limits(WithinSeconds within) => within.Then.Steps.Count > 0
        ? string.Join(", ", within.Then.Steps.Select(static s => $"{s.Step} ≤ {Words.Number(s.Seconds)} s"))
        : $"≤ {Words.Number(within.Seconds)} s";

    private static BilingualText Where(BilingualText text, IEnumerable<BilingualText> conditions)
    {
        var all = Words.Join(conditions, "，", ", ");
        return all.En.Length == 0 ? text : new BilingualText($"{text.Zh}（{all.Zh}）", $"{text.En} where {all.En}");
    }

    private static BilingualText With(BilingualText text, WindowSpan? window) =>
        window is null ? text : new BilingualText($"{text.Zh}，{Words.Of(window).Zh}", $"{text.En}, {Words.Of(window).En}");

    private static BilingualText Prefix(string zh, string en, BilingualText text) => new(zh + text.Zh, en + text.En);

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
