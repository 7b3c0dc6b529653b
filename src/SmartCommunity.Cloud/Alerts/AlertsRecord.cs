using MessagePack;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Snapshot layout: <see cref="AlertsState"/>. Canonical. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record AlertsRecord(
    [property: Key(0)] byte[] Rules,
    [property: Key(1)] AlertRecord[] Open,
    [property: Key(2)] AlertRecord[] Closed,
    [property: Key(3)] MemoryRecord[] Memory,
    [property: Key(4)] long QuietMinute,
    [property: Key(5)] long Version,
    [property: Key(6)] SettingsRecord? Settings = null,
    [property: Key(7)] ShadowTallyRecord? Shadows = null)
{
    internal static AlertsRecord Of(AlertsState state) => new(
        state.RulesFile, [.. state.Open.Values.Select(AlertRecord.Of)], [.. state.Closed.Values.Select(AlertRecord.Of)],
        [.. state.Memory.OrderBy(static m => m.Key, AlertKeys.Instance).Select(static m => new MemoryRecord(m.Key.Rule, m.Key.Subject, m.Value.SinceMs, m.Value.LastAtMs, m.Value.Value, m.Value.Count, m.Value.IsRaised, m.Value.Steps))],
        state.QuietMinute, state.Version, SettingsRecord.Of(state.Settings), ShadowTallyRecord.Of(state.Shadows));

    internal void FillInto(AlertsState state)
    {
        state.Use(Rules);
        foreach (var alert in Open.Select(static a => a.Restore()))
            state.Open[alert.Key] = alert;
        foreach (var alert in Closed.Select(static a => a.Restore()))
            state.Closed[alert.Id] = alert;
        foreach (var memory in Memory)
            state.Memory[(memory.Rule, memory.Subject)] = new ConditionMemory { SinceMs = memory.SinceMs, LastAtMs = memory.LastAtMs, Value = memory.Value, Count = memory.Count, IsRaised = memory.IsRaised, Steps = memory.Steps?.ToArray() };
        LastingFold.Restore(state);
        Shadows?.FillInto(state.Shadows);
        (state.QuietMinute, state.Version) = (QuietMinute, Version);
        Settings?.FillInto(state.Settings);
    }
}

/// <summary>Snapshot layout: what a condition remembers.</summary>
[MessagePackObject]
public sealed record MemoryRecord(
    [property: Key(0)] string Rule,
    [property: Key(1)] string Subject,
    [property: Key(2)] long SinceMs,
    [property: Key(3)] long LastAtMs,
    [property: Key(4)] double Value,
    [property: Key(5)] int Count,
    [property: Key(6)] bool IsRaised,
    [property: Key(7)] double[]? Steps = null);

/// <summary>Snapshot layout: an alert.</summary>
[MessagePackObject]
public sealed record AlertRecord
{
    [Key(0)]
    public required string[] Texts { get; init; }

    [Key(1)]
    public required long[] Numbers { get; init; }

    [Key(2)]
    public required double[] Reason { get; init; }

    internal static AlertRecord Of(Alert alert) => new()
    {
        Texts = [alert.Id, alert.Rule, alert.Subject, alert.Device, alert.Place, alert.EventId, alert.EventType, alert.RuleSet, alert.Assignee, alert.Code, alert.Reason.Quantity],
        Numbers =
        [
            (long)alert.Priority, (long)alert.Cause, alert.RaisedAtMs, (long)alert.Stage, alert.StageSinceMs, Bit(alert.IsHolding), alert.Occurrences, alert.LastAtMs, alert.Level, alert.LevelSinceMs,
            alert.Number, Bit(alert.IsLatched), Bit(alert.IsTakenUp), alert.Reason.AtMs, alert.MovedAtMs,
        ],
        Reason = [alert.Reason.Value, alert.Reason.Limit],
    };

    internal Alert Restore()
    {
        const int movedAt = 14; // The latest to be added.
        var (texts, numbers) = (Texts, Numbers);
        return new Alert
        {
            Id = texts[0], Rule = texts[1], Subject = texts[2], Device = texts[3], Place = texts[4], EventId = texts[5], EventType = texts[6], RuleSet = texts[7], Assignee = texts[8], Code = texts[9],
            Priority = (AlertPriority)numbers[0], Cause = (AlertCause)numbers[1], RaisedAtMs = numbers[2], Stage = (AlertStage)numbers[3], StageSinceMs = numbers[4], IsHolding = numbers[5] != 0,
            Occurrences = (int)numbers[6], LastAtMs = numbers[7], Level = (int)numbers[8], LevelSinceMs = numbers[9], Number = (int)numbers[10], IsLatched = numbers[11] != 0, IsTakenUp = numbers[12] != 0,
            Reason = new AlertReason(texts[10], Reason[0], Reason[1], numbers[13]),
            // A snapshot of before has what stands beside it.
            MovedAtMs = numbers.Length > movedAt ? numbers[movedAt] : numbers[4],
        };
    }

    private static long Bit(bool value) => value ? 1 : 0;
}
