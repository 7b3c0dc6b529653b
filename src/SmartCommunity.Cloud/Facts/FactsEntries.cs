using MessagePack;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Facts;

/// <summary>A change as bodies of log entries. Pure.</summary>
internal static class FactsEntries
{
    /// <summary>Rows an entry: of a few hundred bytes each, so an entry stays far below a frame.</summary>
    internal const int RowsPerEntry = 500;

    /// <summary>The entries, in the order in which they must stand. The last of each kind says that the log is complete up to the change's version.</summary>
    internal static IReadOnlyList<(LogEntryKind Kind, byte[] Body)> Of(FactsChange change)
    {
        var entries = new List<(LogEntryKind, byte[])>();
        var through = change.Version;
        Add(
            LogEntryKind.Facts,
            [
                .. change.Facts.Chunk(RowsPerEntry).Select(static rows => new LoggedFacts(rows, [], null, Through: 0)),
                .. change.Records.Chunk(RowsPerEntry).Select(static rows => new LoggedFacts([], rows, null, Through: 0)),
                .. change.Standing is { } standing ? [new LoggedFacts([], [], standing, Through: 0)] : Array.Empty<LoggedFacts>(),
            ],
            last => last with { Through = through });
        Add(LogEntryKind.Evidence, [.. change.Evidence.Chunk(RowsPerEntry).Select(static rows => new LoggedEvidenceRows(rows, Through: 0))], last => last with { Through = through });
        // Before the steps: what was done about an alert and its event at once is the alert's own action.
        Add(LogEntryKind.AlertActions, [.. change.AlertActions.Chunk(RowsPerEntry).Select(static rows => new LoggedAlertActions(rows, Through: 0))], last => last with { Through = through });
        Add(LogEntryKind.Steps, [.. change.Steps.Chunk(RowsPerEntry).Select(static rows => new LoggedSteps(rows, Through: 0))], last => last with { Through = through });
        Add(LogEntryKind.AlertSettings, [.. change.AlertSettings.Chunk(RowsPerEntry).Select(static rows => new LoggedAlertSettings(rows, Through: 0))], last => last with { Through = through });
        return entries;

        void Add<T>(LogEntryKind kind, List<T> bodies, Func<T, T> complete)
        {
            if (bodies.Count > 0)
                bodies[^1] = complete(bodies[^1]);
            entries.AddRange(bodies.Select(body => (kind, MessagePackSerializer.Serialize(body))));
        }
    }
}
