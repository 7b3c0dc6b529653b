using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Loading;

/// <summary>What the war map shows: projects, live totals and open alerts by community.</summary>
public sealed record WarPicture(ProgrammeView View, IReadOnlyDictionary<string, double> Totals, IReadOnlyDictionary<string, int> Open)
{
    /// <summary>As things are.</summary>
    public static async Task<WarPicture> LoadAsync(ProgrammeDesk desk, ScoreQueries scores, AlertLedger alerts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(alerts);
        return new WarPicture(
            ProgrammeView.Of(await desk.StateAsync(cancellationToken), desk.Policies, desk.Today), scores.Latest().ToDictionary(s => s.Community, s => s.Total, StringComparer.Ordinal), alerts.OpenByCommunity());
    }
}
