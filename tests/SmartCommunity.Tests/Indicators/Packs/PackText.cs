using System.Text;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

/// <summary>Texts of packs to damage and read.</summary>
internal static class PackText
{
    /// <summary>Smallest pack that shows every kind of fault: one scenario, one indicator, two measures.</summary>
    internal const string Small = """
        format: 1
        id: small
        version: "1"
        title: {zh: 小, en: Small}
        note: {zh: 小, en: Small}
        validFrom: 2024-01-01
        validTo: 2024-12-31
        projectTypes:
          - {code: only, title: {zh: 唯一, en: Only}, standard: [A], optional: [], weights: {A: 100}, provenance: "unofficial: test"}
        scoring:
          bindingWeight: 2
          guidingWeight: 1
          confidence: {live: 1, declared: 0.9, inspected: 1}
          passMark: 80
          excellentMark: 90
          smallNumber: 5
          allowedLateness: 6h
          dimensions:
            - {code: all, title: {zh: 全部, en: All}, points: 100, scenarioTotal: true}
          vetoes:
            - {code: accident, title: {zh: 事故, en: Accident}, fact: accident}
          provenance: "unofficial: test"
        facts:
          - {code: households, title: {zh: 户数, en: Households}, unit: "{household}", min: 0, max: 1000, whole: true}
          - {code: accident, title: {zh: 事故, en: Accident}, unit: bool, min: 0, max: 1}
        records:
          - {code: facility, title: {zh: 设施, en: Facility}, fields: [{code: area, title: {zh: 面积, en: Area}, type: number, unit: m2}, {code: built, title: {zh: 建成, en: Built}, type: date}]}
        evidence:
          - {code: plan, title: {zh: 预案, en: Plan}, validFor: 366d}
        facilityKinds:
          - {code: hall, title: {zh: 厅, en: Hall}}
        scenarios:
          - code: A
            title: {zh: 甲, en: A}
            indicators:
              - no: 1
                code: A-01
                title: {zh: 甲一, en: A1}
                measures:
                  - id: A-01a
                    title: {zh: 面积, en: Area}
                    nature: binding
                    source: registry
                    unit: m2/100{household}
                    direction: higher
                    thresholds: {only: {floor: 10, full: 30}}
                    maxAge: 366d
                    provenance: "unofficial: test"
                    formulaText: {zh: 面积, en: Area}
                    formula: {op: ratio, numerator: {op: sum, source: {from: records, kind: facility, dateField: built, window: 365d}, field: area}, denominator: {op: registryValue, fact: households}, times: 100}
                  - id: A-01b
                    title: {zh: 车位, en: Spots}
                    nature: guiding
                    source: live
                    unit: "%"
                    direction: higher
                    thresholds: {only: {floor: 60, full: 95}}
                    maxAge: 5min
                    provenance: "unofficial: test"
                    formulaText: {zh: 车位, en: Spots}
                    formula:
                      op: ratio
                      numerator: {op: countWhere, source: {from: devices, devices: {classes: [parkingSpot]}, where: [{field: spotStatus, op: notEqual, value: unknown}], seenWithin: 5min}}
                      denominator: {op: count, source: {from: devices, devices: {classes: [parkingSpot]}}}
                      times: 100
                  - id: A-01c
                    title: {zh: 预案, en: Plan}
                    nature: guiding
                    source: evidence
                    unit: bool
                    direction: higher
                    thresholds: {only: {floor: 1, full: 1}}
                    maxAge: untilExpiry
                    provenance: "unofficial: test"
                    formulaText: {zh: 预案, en: Plan}
                    formula: {op: compare, left: {op: evidenceCount, kinds: [plan]}, is: greaterOrEqual, right: 1}

        """;

    internal static (StandardPack? Pack, IReadOnlyList<PackFault> Faults) Read(string text) => PackReader.Read(Encoding.UTF8.GetBytes(text));

    /// <summary>The pack of a text without faults.</summary>
    internal static StandardPack Good(string text)
    {
        var (pack, faults) = Read(text);
        Assert.Equal([], faults);
        return pack!;
    }

    /// <summary><see cref="Small"/> with one part replaced; the part must be there exactly once.</summary>
    internal static string With(string old, string @new)
    {
        Assert.Equal(2, Small.Split(old).Length);
        return Small.Replace(old, @new, StringComparison.Ordinal);
    }

    internal static string Shipped(string name) => Encoding.UTF8.GetString(PackLibrary.Shipped.FileOf(name)!.Bytes.Span);

    internal const string Zhejiang = "zj-future-community@2021.12-draft.1", Inclusive = "fc-2023-inclusive-leading@2023.1-draft.1";
}
