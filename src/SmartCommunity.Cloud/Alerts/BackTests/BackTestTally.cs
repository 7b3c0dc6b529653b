using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>Collects what the fold of one community raises. Not thread-safe.</summary>
internal sealed class BackTestTally(string community, long fromMs)
{
    private readonly Dictionary<string, int> _latest = new(StringComparer.Ordinal); // Alert id → place of its latest activation; −1: it lies before the beginning.

    internal List<BackTestAlert> Alerts { get; } = [];

    internal void Take(FoldChanges changes)
    {
        foreach (var change in changes.Alerts)
            Take(change.Alert, change.Transition);
        foreach (var shadow in changes.Shadows)
            Take(shadow);
        changes.Clear();
    }

    private void Take(AlertRow alert, AlertTransition transition)
    {
        var isKnown = _latest.TryGetValue(alert.Id, out var at);
        if (transition.What == AlertWords.Raised || (transition.What == AlertWords.Again && isKnown && (at < 0 || Alerts[at].Ended is not null)))
        {
            _latest[alert.Id] = transition.AtMs < fromMs ? -1 : Alerts.Count;
            if (transition.AtMs >= fromMs)
                Alerts.Add(Of(alert, transition.AtMs));
        }
        else if (transition.What == AlertWords.Ended && isKnown && at >= 0)
        {
            Alerts[at] = Alerts[at] with { Ended = DateTimeOffset.FromUnixTimeMilliseconds(transition.AtMs) };
        }
    }

    private void Take(ShadowAlert shadow)
    {
        if (shadow.RaisedAtMs >= fromMs)
        {
            Alerts.Add(new BackTestAlert(
                shadow.Rule, IsShadow: true, shadow.Priority, "", community, shadow.Subject, shadow.Device, shadow.Place, DateTimeOffset.FromUnixTimeMilliseconds(shadow.RaisedAtMs), null, shadow.Quantity,
                shadow.Value, shadow.Limit));
        }
    }

    private BackTestAlert Of(AlertRow alert, long atMs) => new(
        alert.Rule, IsShadow: false, alert.Priority, WireName.Of((AlertCause)alert.Cause), community, alert.Subject, alert.Device, alert.Place, DateTimeOffset.FromUnixTimeMilliseconds(atMs), null, alert.Quantity,
        alert.Value, alert.Limit, DateTimeOffset.FromUnixTimeMilliseconds(alert.MeasuredAtMs));
}
