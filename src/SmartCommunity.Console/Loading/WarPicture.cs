using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Loading;

/// <summary>What the war map shows of the visitor's area: projects, live totals and open alerts by community.</summary>
public sealed record WarPicture(ProgrammeView View, IReadOnlyDictionary<string, double> Totals, IReadOnlyDictionary<string, int> Open)
{
    /// <summary>As things are.</summary>
    public static async Task<WarPicture> LoadAsync(ProgrammeDesk desk, ScoreQueries scores, AlertLedger alerts, Visitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentNullException.ThrowIfNull(visitor);
        var view = ProgrammeView.Of(await desk.StateAsync(cancellationToken), desk.Policies, desk.Today);
        return new WarPicture(
            view with { Projects = [.. view.Projects.Where(p => visitor.Sees(p.Id))], Goal = view.Goal with { Units = [.. view.Goal.Units.Where(u => u.Projects.Any(visitor.Sees))] } },
            scores.Latest().ToDictionary(s => s.Community, s => s.Total, StringComparer.Ordinal), alerts.OpenByCommunity());
    }
}
