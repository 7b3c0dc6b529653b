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
        List<LoggedFacts> facts =
        [
            .. change.Facts.Chunk(RowsPerEntry).Select(static rows => new LoggedFacts(rows, [], null, Through: 0)),
            .. change.Records.Chunk(RowsPerEntry).Select(static rows => new LoggedFacts([], rows, null, Through: 0)),
            .. change.Standing is { } standing ? [new LoggedFacts([], [], standing, Through: 0)] : Array.Empty<LoggedFacts>(),
        ];
        if (facts.Count > 0)
            facts[^1] = facts[^1] with { Through = change.Version };
        entries.AddRange(facts.Select(static body => (LogEntryKind.Facts, MessagePackSerializer.Serialize(body))));
        var evidence = change.Evidence.Chunk(RowsPerEntry).Select(static rows => new LoggedEvidenceRows(rows, Through: 0)).ToList();
        if (evidence.Count > 0)
            evidence[^1] = evidence[^1] with { Through = change.Version };
        entries.AddRange(evidence.Select(static body => (LogEntryKind.Evidence, MessagePackSerializer.Serialize(body))));
        // Before the steps: what was done about an alert and its event at once is the alert's own action.
        var actions = change.AlertActions.Chunk(RowsPerEntry).Select(static rows => new LoggedAlertActions(rows, Through: 0)).ToList();
        if (actions.Count > 0)
            actions[^1] = actions[^1] with { Through = change.Version };
        entries.AddRange(actions.Select(static body => (LogEntryKind.AlertActions, MessagePackSerializer.Serialize(body))));
        var steps = change.Steps.Chunk(RowsPerEntry).Select(static rows => new LoggedSteps(rows, Through: 0)).ToList();
        if (steps.Count > 0)
            steps[^1] = steps[^1] with { Through = change.Version };
        entries.AddRange(steps.Select(static body => (LogEntryKind.Steps, MessagePackSerializer.Serialize(body))));
        var settings = change.AlertSettings.Chunk(RowsPerEntry).Select(static rows => new LoggedAlertSettings(rows, Through: 0)).ToList();
        if (settings.Count > 0)
            settings[^1] = settings[^1] with { Through = change.Version };
        entries.AddRange(settings.Select(static body => (LogEntryKind.AlertSettings, MessagePackSerializer.Serialize(body))));
        return entries;
    }
}
