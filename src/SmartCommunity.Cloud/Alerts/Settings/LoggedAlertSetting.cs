using MessagePack;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>Body of a log entry <see cref="Storage.Series.LogEntryKind.AlertSettings"/>: overrides, away modes and maintenance windows, each whole.</summary>
/// <param name="Settings">The settings, in order of version.</param>
/// <param name="Through">See <see cref="Facts.LoggedFacts"/>.</param>
[MessagePackObject]
public sealed record LoggedAlertSettings([property: Key(0)] LoggedAlertSetting[] Settings, [property: Key(1)] long Through);

/// <summary>One setting as people said it; see <see cref="AlertSettingRow"/>. A later version replaces an earlier one. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record LoggedAlertSetting
{
    [Key(0)]
    public required string Id { get; init; }

    [Key(1)]
    public required string Kind { get; init; }

    [Key(2)]
    public required string[] Targets { get; init; }

    [Key(3)]
    public required string[] Rules { get; init; }

    [Key(4)]
    public bool IsOff { get; init; }

    [Key(5)]
    public double? Limit { get; init; }

    [Key(6)]
    public double? Clear { get; init; }

    [Key(7)]
    public long? ForMs { get; init; }

    [Key(8)]
    public int? Readings { get; init; }

    [Key(9)]
    public long? DayMs { get; init; }

    [Key(10)]
    public long? NightMs { get; init; }

    [Key(11)]
    public required long FromMs { get; init; }

    [Key(12)]
    public long? UntilMs { get; init; }

    [Key(13)]
    public string ApprovedBy { get; init; } = "";

    [Key(14)]
    public long? EndedAtMs { get; init; }

    [Key(15)]
    public required long Version { get; init; }

    internal static LoggedAlertSetting Of(AlertSettingRow row) => new()
    {
        Id = row.Id, Kind = row.Kind, Targets = SettingWords.Split(row.Targets), Rules = SettingWords.Split(row.Rules), IsOff = row.IsOff, Limit = row.Limit, Clear = row.Clear, ForMs = row.ForMs,
        Readings = row.Readings, DayMs = row.DayMs, NightMs = row.NightMs, FromMs = row.FromMs, UntilMs = row.UntilMs, ApprovedBy = row.ApprovedBy, EndedAtMs = row.EndedAtMs, Version = row.Version,
    };

    internal RuleOverride Override() => new(IsOff, Limit, Clear, Span(ForMs), Readings, Span(DayMs), Span(NightMs));

    private static TimeSpan? Span(long? ms) => ms is { } length ? TimeSpan.FromMilliseconds(length) : null;
}

/// <summary>Names of settings. On the wire, in the registry and in logs; never renamed.</summary>
internal static class SettingWords
{
    internal const string Override = "override", Away = "away", Window = "window";

    /// <summary>How one ended.</summary>
    internal const string ByTime = "time", ByPerson = "person", BySignOfLife = "signOfLife";

    internal static IReadOnlyList<string> Kinds { get; } = [Override, Away, Window];

    internal static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
