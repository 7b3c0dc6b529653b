using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

/// <summary>A score of the shipped pack with a total that a test says, every measure scored or none.</summary>
internal static class SaidScore
{
    internal static StandardPack Pack => PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");

    internal static CommunityScore Of(string community, DateTimeOffset at, double total, bool known = true)
    {
        var state = new CommunityState(community) { Position = at.ToUnixTimeSeconds(), WrittenAtMs = at.ToUnixTimeMilliseconds() };
        state.Facts.Put(new LoggedStanding { Pack = Pack.Name, ProjectType = "renovation", Claimed = [], Revision = 1, Version = 1, EnteredBy = "test" });
        var score = new Scorer(Pack).Score(CommunityInputs.Of(state, state.WrittenAtMs), "renovation", state.Position);
        var said = score with
        {
            Total = total, AcceptancePoints = total, GateFailures = known ? [] : score.GateFailures, Vetoes = known ? [] : score.Vetoes,
            Scenarios =
            [
                .. score.Scenarios.Select(s => s with { Indicators = [.. s.Indicators.Select(i => i with { Measures = [.. i.Measures.Select(m => m with { State = known ? MeasureState.Scored : MeasureState.Missing })] })] }),
            ],
        };
        return said with { ResultHash = said.ComputeResultHash() };
    }
}
