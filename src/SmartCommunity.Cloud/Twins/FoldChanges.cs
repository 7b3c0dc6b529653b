using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What a run of the fold touched, for the live feed (devices, each once, and safety events) and for scores (inputs and steps). Reused; cleared by its owner.
/// </summary>
internal sealed class FoldChanges
{
    internal HashSet<DeviceTwin> Devices { get; } = new(ReferenceEqualityComparer.Instance);

    internal List<RememberedEvent> Events { get; } = [];

    /// <summary>Inputs of scores that people changed, such as <c>fact:households</c>; see <see cref="InputKinds"/>.</summary>
    internal HashSet<string> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Steps that were new.</summary>
    internal List<LoggedStep> Steps { get; } = [];

    /// <summary>Transitions of alerts, in order.</summary>
    internal List<AlertChange> Alerts { get; } = [];

    /// <summary>What became of settings of alerts, the latest of each, by id.</summary>
    internal SortedDictionary<string, SettingStanding> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>What rules in shadow would have raised, in order.</summary>
    internal List<ShadowAlert> Shadows { get; } = [];

    /// <summary>Impacts that worn sensors felt, to be judged.</summary>
    internal List<Impact> Impacts { get; } = [];

    /// <summary>Alerts that the entry being folded raised so far.</summary>
    internal int Raised { get; set; }

    /// <summary>A minute passed: the score of this position is to be recorded.</summary>
    internal bool IsRecordDue { get; set; }

    /// <summary>End of an hour that passed, epoch milliseconds; 0 = none did.</summary>
    internal long ClosedHourMs { get; set; }

    /// <summary>Scores of days and months that became final, or were revised, with the reason.</summary>
    internal List<(FrozenScore Frozen, CommunityScore Score, string Reason)> Frozen { get; } = [];

    /// <summary>End of a quarter of an hour that passed, epoch milliseconds: series are to be sampled for detectors; 0 = none did.</summary>
    internal long SampledQuarterMs { get; set; }

    internal bool IsEmpty => Devices.Count == 0 && Events.Count == 0;

    /// <summary>Adds what the live feed shows to another collection, and clears itself.</summary>
    internal void MoveTo(FoldChanges target)
    {
        target.Devices.UnionWith(Devices);
        target.Events.AddRange(Events);
        target.Alerts.AddRange(Alerts);
        foreach (var (id, standing) in Settings)
            target.Settings[id] = standing;
        target.Impacts.AddRange(Impacts);
        Clear();
    }

    internal void Clear()
    {
        Devices.Clear();
        Events.Clear();
        Inputs.Clear();
        Steps.Clear();
        Frozen.Clear();
        Alerts.Clear();
        Settings.Clear();
        Shadows.Clear();
        Impacts.Clear();
        (IsRecordDue, ClosedHourMs, SampledQuarterMs) = (false, 0, 0);
    }
}
