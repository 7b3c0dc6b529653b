using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Cloud.Scoring;

public sealed class RefusedEvidenceTests
{
    private const long AtMs = 1_780_000_000_000;

    private static StandardPack Pack => PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");

    // The measure that asks for the covenant alone.
    private static string OfCovenant => AskedInputs.Of(Pack, "renovation").Single(a => a is { Kind: AskedKind.Evidence, Code: "covenant" }).Measures.Single();

    [Fact]
    public void A_refused_kind_counts_nothing_instead_of_being_missing_and_its_explanation_says_refused()
    {
        var state = StateOf((EvidenceState.Submitted, 1));
        var waiting = Score(state);
        state.Facts.Put(Piece(EvidenceState.Refused, 2));
        var refused = Score(state);
        var accepted = Score(StateOf((EvidenceState.Accepted, 1)));

        Assert.Equal((MeasureState.Missing, MeasureState.Scored, MeasureState.Scored), (waiting.State, refused.State, accepted.State));
        Assert.Equal((0, true), (refused.Points, accepted.Points > 0));
        var input = Leaf(Explain(state).Root);
        Assert.Equal(("evidence", "covenant", false, "refused"), (input.Kind, input.Id, input.Counted, input.Note));
    }

    [Fact]
    public void Refused_kinds_are_in_order_once_and_survive_a_snapshot()
    {
        var state = StateOf((EvidenceState.Refused, 1));
        state.Facts.Put(Piece(EvidenceState.Refused, 2, "ev-2", "charter"));
        state.Facts.Put(Piece(EvidenceState.Refused, 3, "ev-3", "covenant"));

        var again = CommunitySnapshot.Read(CommunitySnapshot.Write(state));

        Assert.Equal(["charter", "covenant"], CommunityInputs.Of(again, AtMs).RefusedEvidence);
        Assert.Equal(["charter", "covenant"], state.Facts.RefusedEvidence);
    }

    private static CommunityState StateOf(params (EvidenceState State, long Version)[] pieces)
    {
        var state = new CommunityState("baihe") { WrittenAtMs = AtMs };
        state.Facts.Put(new LoggedStanding { Pack = Pack.Name, ProjectType = "renovation", Claimed = [], Revision = 1, Version = 1, EnteredBy = "Li" });
        foreach (var (piece, version) in pieces)
            state.Facts.Put(Piece(piece, version));
        return state;
    }

    private static LoggedEvidence Piece(EvidenceState state, long version, string id = "ev-1", string kind = "covenant") => new()
    {
        Id = id, Kind = kind, Title = "a", FileName = "a.pdf", MediaType = "application/pdf", Bytes = 1, Sha256 = new string('a', 64), DatedDay = new DateOnly(2026, 1, 5).DayNumber, State = state,
        SubmittedBy = "Li", SubmittedAtMs = AtMs - 2, Reviewer = "Wang", ReviewedAtMs = AtMs - 1, Revision = version, Version = version,
    };

    private static MeasureScore Score(CommunityState state) => new Scorer(Pack).Score(CommunityInputs.Of(state, AtMs), "renovation", 1).Measures.Single(m => m.Id == OfCovenant);

    private static MeasureExplanation Explain(CommunityState state)
    {
        var scorer = new Scorer(Pack);
        var inputs = CommunityInputs.Of(state, AtMs);
        return new Explainer(scorer).Explain(inputs, scorer.Score(inputs, "renovation", 1), OfCovenant, maySeeSuppressed: true);
    }

    private static InputReference Leaf(FormulaValue node) => node.Inputs.Count > 0 ? node.Inputs[0] : node.Parts.Select(Leaf).First();
}
