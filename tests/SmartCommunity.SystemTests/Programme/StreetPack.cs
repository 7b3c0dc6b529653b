namespace SmartCommunity.SystemTests.Programme;

/// <summary>A pack of the district's own with one binding measure, from a fact that a street enters: a community is ready for acceptance as soon as its service rooms are entered.</summary>
internal static class StreetPack
{
    internal const string Id = "district-pilot", Name = $"{Id}@1", Fact = "serviceRooms", Measure = "FW-01a";

    internal const string Text = $$"""
        format: 1
        id: {{Id}}
        version: "1"
        title: {zh: 区级试点标准, en: District pilot}
        note: {zh: 仅用于测试, en: For a test only}
        validFrom: 2021-01-01
        projectTypes:
          - {code: renovation, title: {zh: 旧改类, en: Renovation}, standard: [FW], optional: [], weights: {FW: 100}, provenance: "unofficial: test"}
        scoring:
          bindingWeight: 2
          guidingWeight: 1
          confidence: {live: 1, declared: 1, inspected: 1}
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
          - {code: {{Fact}}, title: {zh: 服务用房, en: Service rooms}, unit: "{room}", min: 0, max: 1000, whole: true}
          - {code: accident, title: {zh: 事故, en: Accident}, unit: bool, min: 0, max: 1}
        records: []
        evidence: []
        facilityKinds: []
        scenarios:
          - code: FW
            title: {zh: 服务, en: Services}
            indicators:
              - no: 1
                code: FW-01
                title: {zh: 服务用房, en: Service rooms}
                measures:
                  - id: {{Measure}}
                    title: {zh: 服务用房, en: Service rooms}
                    nature: binding
                    source: registry
                    unit: "{room}"
                    direction: higher
                    thresholds: {renovation: {floor: 0, full: 10} }
                    maxAge: 366d
                    provenance: "unofficial: test"
                    formulaText: {zh: 服务用房间数, en: Number of service rooms}
                    formula: {op: registryValue, fact: {{Fact}} }

        """;
}
