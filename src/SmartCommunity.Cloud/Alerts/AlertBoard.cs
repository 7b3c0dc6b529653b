using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Tells whoever listens of transitions of alerts, each once, after they are in the ledger. Thread-safe.</summary>
public sealed class AlertBoard(AlertLedger ledger)
{
    /// <summary>How long an answer waits for the community's log to have what was said: a commit and a fold take some ten milliseconds.</summary>
    internal static readonly TimeSpan FoldLimit = TimeSpan.FromSeconds(2);

    /// <summary>New transitions of one community, in order. Raised on the grain's thread: take notice and return.</summary>
    public event Action<IReadOnlyList<AlertChange>>? Changed;

    /// <summary>New standings of overrides, away modes and maintenance windows. Raised like <see cref="Changed"/>.</summary>
    public event Action<IReadOnlyList<SettingStanding>>? SettingsChanged;

    /// <summary>Keeps what became of settings, and tells of it.</summary>
    internal void Publish(IReadOnlyCollection<SettingStanding> standings)
    {
        if (standings.Count > 0 && ledger.Settings.Put(standings) is { Count: > 0 } added)
            SettingsChanged?.Invoke(added);
    }

    /// <summary>Keeps transitions and tells of those that are new.</summary>
    internal void Publish(IReadOnlyList<AlertChange> changes)
    {
        if (changes.Count > 0 && ledger.Append(changes) is { Count: > 0 } added)
            Changed?.Invoke(added);
    }
}
