using System.Text.Json;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;
using SmartCommunity.Tests.Indicators.Scoring;

namespace SmartCommunity.Tests.Cloud.Scoring;

public sealed class EditReaderTests
{
    private static readonly Scorer _scorer = new(TestCommunity.Zhejiang);
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private readonly TestCommunity _community = ZhejiangCommunity.Build();

    [Theory]
    [InlineData("""{"kind":"dance"}""", "edits[0].kind", "must be one of: setFact, removeFact")]
    [InlineData("""{"kind":"setFact","fact":"households","value":-1}""", "edits[0].value", "a whole number from 0 to 1000000 ({household})")]
    [InlineData("""{"kind":"setFact","fact":"moonbeams","value":1}""", "edits[0].fact", "There is no fact 'moonbeams'")]
    [InlineData("""{"kind":"setFact","fact":"households","value":1,"class":"pir"}""", "edits[0].class", "setFact has no field 'class'; its fields are fact, value, inspected")]
    [InlineData("""{"kind":"removeRecord","record":"aed","id":"x"}""", "edits[0].id", "There is no record 'x' of kind 'aed'")]
    [InlineData("""{"kind":"putRecord","record":"aed","id":"a-9","fields":{"colour":1}}""", "edits[0].fields.colour", "has no field 'colour'")]
    [InlineData("""{"kind":"acceptEvidence","evidence":"covenant","score":101}""", "edits[0].score", "a number from 0 to 100")]
    [InlineData("""{"kind":"addDevices","class":"pir","count":10001}""", "edits[0].count", "must be 1 to 10000")]
    [InlineData("""{"kind":"addDevices","class":"drone","count":1}""", "edits[0].class", "There is no device class 'drone'")]
    [InlineData("""{"kind":"removeDevices","class":"leakDetector","count":99}""", "edits[0].count", "the devices of class 'leakDetector' that are there")]
    [InlineData("""{"kind":"repairDevices","class":"parkingSpot","ids":["spot-99"]}""", "edits[0].ids", "'spot-99' is no device of class 'parkingSpot'")]
    [InlineData("""{"kind":"repairDevices","class":"parkingSpot","values":{"colour":1}}""", "edits[0].values", "has no quantity 'colour'")]
    [InlineData("""{"kind":"supposeValue","measure":"XX-01","value":1}""", "edits[0].measure", "has no measure 'XX-01'")]
    [InlineData("""{"kind":"supposeValue","measure":"JT-22c","value":1e13}""", "edits[0].value", "must be a number from -1000000000000 to 1000000000000")]
    [InlineData("""{"kind":"claimScenario","scenario":"LL"}""", "edits[0].scenario", "these are: CY, JZ, JT, DT")]
    [InlineData("""{"kind":"moveInstant","to":"1980-01-01T00:00:00Z"}""", "edits[0].to", "from 1990-01-01 to 2099-12-31")]
    [InlineData("""{"kind":"switchPack","pack":"moon@1"}""", "edits[0].pack", "is not installed; there are: zj-future-community@")]
    [InlineData("""{"kind":"switchPack","pack":"fc-2023-inclusive-leading@2023.1-draft.1"}""", "edits[0].projectType", "must be one of pack fc-2023-inclusive-leading@2023.1-draft.1: inclusive, leading")]
    public void A_fault_names_the_edit_its_field_and_the_limit(string edit, string field, string message)
    {
        var fault = Read($"[{edit}]").Faults[0];

        Assert.Equal(field, fault.Field);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_edit_with_a_fault_is_named_and_none_or_too_many_are_refused()
    {
        var faults = Read("""[{"kind":"setFact","fact":"households","value":1},{"kind":"removeFact","fact":"x"},null,{"kind":"claimScenario","scenario":"LL"}]""").Faults;

        Assert.Equal(["edits[1].fact", "edits[2]", "edits[3].scenario"], faults.Select(static f => f.Field));
        Assert.Contains("1 to 100", Assert.Single(Read("[]").Faults).Message, StringComparison.Ordinal);
        Assert.Contains("edits are 101", Assert.Single(EditReader.Read([.. Enumerable.Repeat(new ScoreEdit { Kind = "removeFact", Fact = "households" }, 101)], _scorer, "renovation", _community).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_scores_as_the_engines_own_edits_do()
    {
        var before = _scorer.Evaluate(_community, "renovation", position: 5);
        var read = Read("""[{"kind":"setFact","fact":"households","value":1100,"inspected":true},{"kind":"removeRecord","record":"aed","id":"aed-2"},{"kind":"repairDevices","class":"parkingSpot","ids":["spot-6"],"values":{"spotStatus":0}}]""");

        var own = WhatIfScore.Of(_scorer, before, _community,
            [new SetFact("households", 1100, true), new RemoveRecord("aed", "aed-2"), new RepairDevices("parkingSpot", ["spot-6"], new Dictionary<string, double> { ["spotStatus"] = 0 })]);
        Assert.Equal(own.After.ResultHash, WhatIfScore.Of(_scorer, before, _community, read.Value!).After.ResultHash);
        Assert.NotEqual(before.Score.ResultHash, own.After.ResultHash);
    }

    [Fact]
    public void Proposals_each_gain_or_open_something_and_what_opens_the_gate_is_in_front()
    {
        _community.EvidenceList.RemoveAll(static e => e.Kind == "covenant");
        _community.Fact("falsifiedData", 1);

        var proposals = ActionProposals.Of(new ScoredState(_scorer, _scorer.Evaluate(_community, "renovation", position: 1), _community));

        Assert.InRange(proposals.Count, 10, GapAdvisor.MaxActions);
        Assert.All(proposals, static p => Assert.True(p.Trial.IsOfUse, p.Code));
        Assert.Contains("veto:falsified", proposals.Select(static p => p.Code));
        Assert.Equal(["LL-03a"], proposals.Single(static p => p.Code == "evidence:covenant").Trial.Opens.Where(static o => o == "LL-03a"));
        Assert.True(proposals.TakeWhile(static p => p.Trial.Opens.Count > 0).Count() == proposals.Count(static p => p.Trial.Opens.Count > 0), "what opens something is in front");
        Assert.Equal(proposals.Count, proposals.Select(static p => p.Code).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Steps_open_the_gate_first_and_end_where_the_advice_ends()
    {
        _community.EvidenceList.RemoveAll(static e => e.Kind == "covenant");
        var before = _scorer.Evaluate(_community, "renovation", position: 1);
        var title = new BilingualText("行动", "action");
        GapAction[] actions =
        [
            new("hours", title, 5, 1, [new SetFact("openHoursKept", 98, false)]), new("contract", title, 1, 1, [new SetFact("operatorContractYears", 3, false)]),
            new("covenant", title, 9, 1, [new AcceptEvidence("covenant", "c", null, null, null, true)]),
        ];

        var steps = GapSteps.Of(_scorer, before, _community, actions);

        Assert.Equal(["covenant", "hours", "contract"], steps.Select(static s => s.Action.Code));
        Assert.Contains("LL-03a", steps[0].Opened);
        var after = WhatIfScore.Of(_scorer, before, _community, [.. actions.SelectMany(static a => a.Edits)]).After;
        Assert.Equal(after.AcceptancePoints, steps[^1].AcceptancePoints, 9);
        Assert.Equal(after.AcceptancePoints - before.Score.AcceptancePoints, steps.Sum(static s => s.PointsGained), 9);
    }

    [Fact]
    public void A_share_of_few_residents_stays_hidden_when_more_are_supposed()
    {
        _community.Fact("residents", 4).Fact("healthRecords", 3);
        var edits = JsonSerializer.Deserialize<ScoreEdit[]>("""[{"kind":"setFact","fact":"residents","value":1000}]""", _json)!;

        var outcome = WhatIfRun.Of(_scorer, _scorer.Evaluate(_community, "renovation", position: 1), _community, edits).Outcome!;

        var difference = outcome.Differences.Single(static d => d.Measure == "JK-09b");
        Assert.Equal((null, null, 0), (difference.Before!.Value, difference.After!.Value, difference.PointsGained));
        Assert.All(new[] { outcome.Before, outcome.After }, static s => Assert.Null(s.Measures.Single(static m => m.Id == "JK-09b").Value));
    }

    private SmartCommunity.Cloud.Outcome<IReadOnlyList<Edit>> Read(string edits) => EditReader.Read(JsonSerializer.Deserialize<ScoreEdit[]>(edits, _json), _scorer, "renovation", _community);
}
