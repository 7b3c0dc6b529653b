using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>What the cloud knows of a project's community beside the programme. Immutable.</summary>
/// <param name="Scored">Its score as it may be shown, with its pack; null while it has none.</param>
/// <param name="Readiness">How ready it is today; null without a score.</param>
/// <param name="Facts">Facts of its pack that somebody entered.</param>
/// <param name="Facilities">Its facilities, as records.</param>
/// <param name="Evidence">Accepted evidence.</param>
/// <param name="Months">Scores frozen at the end of months, oldest first.</param>
internal sealed record CommunityPicture(
    (CommunityScore Score, StandardPack Pack)? Scored, Readiness? Readiness, IReadOnlyList<FactView> Facts, IReadOnlyList<RecordView> Facilities, IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<MonthScore> Months);

/// <summary>The score a month ended with.</summary>
internal sealed record MonthScore(DateOnly LastDay, double Total, double AcceptancePoints);
