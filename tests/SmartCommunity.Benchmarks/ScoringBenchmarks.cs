using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Advice;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Benchmarks;

/// <summary>The scoring engine over the 86 measures of the Zhejiang pack, from folded history; figures are for one community. Eight communities in turn, so that none stays in the processor's caches alone.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int Communities = 8;
    private const int Actions = 12;
    private static readonly StandardPack _pack = PackLibrary.Shipped.Packs.First(static p => p.Id == "zj-future-community");
    private static readonly Scorer _scorer = new(_pack);
    private static readonly Explainer _explainer = new(_scorer);
    private static readonly InputChanges _spots = new() { DeviceClasses = new HashSet<string> { "parkingSpot" } };
    private readonly ScoredCommunity[] _communities = new ScoredCommunity[Communities];
    private readonly Evaluation[] _evaluations = new Evaluation[Communities];
    private static readonly ScoreEdit[] _edits =
    [
        new() { Kind = EditKinds.SetFact, Fact = "households", Value = JsonSerializer.SerializeToElement(1234), Inspected = true }, new() { Kind = EditKinds.RepairDevices, Class = "parkingSpot" },
        new() { Kind = EditKinds.AddDevices, Class = "pir", Count = 20 }, new() { Kind = EditKinds.AcceptEvidence, Evidence = "covenant", Inspected = true },
        new() { Kind = EditKinds.MoveInstant, To = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero) },
    ];

    private GapAction[] _actions = [];

    /// <summary>Devices of a community: as in the simulated district, and as the sizing has it.</summary>
    [Params(60, 3_500)]
    public int Devices { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var plan = AggregatePlan.Of([_pack], graceDays: 10);
        for (var i = 0; i < Communities; i++)
        {
            _communities[i] = new ScoredCommunity(_pack, plan, $"c{i}", Devices, i);
            _evaluations[i] = _scorer.Evaluate(_communities[i], "renovation", 1);
        }

        _actions = [.. _pack.Facts.Where(static f => f.Unit != "bool").Take(Actions).Select((f, i) => new GapAction(f.Code, f.Title, 100 + i, 1, [new SetFact(f.Code, 200, true)]))];
    }

    [Benchmark(OperationsPerInvoke = Communities)]
    public double Full()
    {
        var total = 0.0;
        foreach (var community in _communities)
            total += _scorer.Evaluate(community, "renovation", 1).Score.Total;
        return total;
    }

    [Benchmark(OperationsPerInvoke = Communities)]
    public double AfterParkingSpotsMeasured()
    {
        var total = 0.0;
        for (var i = 0; i < Communities; i++)
            total += ScoreUpdate.Apply(_scorer, _evaluations[i], _communities[i], "renovation", _spots, 1).Score.Total;
        return total;
    }

    /// <summary>ZL-33c lists every device twice.</summary>
    [Benchmark]
    public int ExplainEveryDevice() => _explainer.Explain(_communities[0], _evaluations[0].Score, "ZL-33c", maySeeSuppressed: true).Root.Parts[0].InputCount;

    [Benchmark]
    public double WhatIfFactAndDevices() => WhatIfScore.Of(
        _scorer, _evaluations[0], _communities[0], [new SetFact("households", 1234, true), new RepairDevices("parkingSpot", [], new Dictionary<string, double> { ["spotStatus"] = 1 })]).After.Total;

    [Benchmark]
    public double WhatIfOtherProjectTypeAndDate() =>
        WhatIfScore.Of(_scorer, _evaluations[0], _communities[0], [new SwitchProjectType("newBuild"), new MoveInstant(_communities[0].InstantMs + 1_000)]).After.Total;

    /// <summary>As a community's grain answers it: edits read and checked against the community, scored, the answer written as JSON and read again by the desk.</summary>
    [Benchmark]
    public double WhatIfAsAnswered() => WhatIfReply.Read(WhatIfRun.Of(_scorer, _evaluations[0], _communities[0], _edits).Write()).Outcome!.After.Total;

    [Benchmark]
    public int Proposals() => ActionProposals.Of(new ScoredState(_scorer, _evaluations[0], _communities[0])).Count;

    [Benchmark]
    public double AdviceOfTwelveActions() => GapAdvisor.Advise(_scorer, _evaluations[0], _communities[0], _actions, null, Schedule.Together).BestReachablePoints;
}
