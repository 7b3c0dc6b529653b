using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Trials;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cli.Truth;

/// <summary>Which kind of detector raised an alert: that which the ledger of detectors has for the moment the alert rests on. Immutable.</summary>
internal sealed class TruthDetectors
{
    private readonly ILookup<(string Device, long AtMs), (string Quantity, DetectorSaid Said)> _said;

    private TruthDetectors(IEnumerable<(DetectorSeries Series, DetectorSaid Said)> said) => _said = said.ToLookup(static s => (s.Series.Device, s.Said.AtMs), static s => (s.Series.Quantity, s.Said));

    /// <summary>What a ledger has of some communities; nothing where there is no file.</summary>
    internal static TruthDetectors OfLedger(string path, IEnumerable<string> communities)
    {
        if (!File.Exists(path))
            return new TruthDetectors([]);
        using var ledger = DetectorLedger.Open(path);
        return new TruthDetectors([.. communities.SelectMany(c => Of(ledger, c))]);
    }

    /// <summary>Channel and detector of an alert, such as <c>series levelShift</c>; empty: it is of a rule without detectors, or the ledger has forgotten it.</summary>
    internal string Of(AlertRow row)
    {
        if (ShippedRules.Find(row.Rule)?.Condition is not AnomalyCondition condition)
            return "";
        var strongest = _said[(row.Device, row.MeasuredAtMs)].Where(s => condition.Concerns((DetectorChannel)s.Said.Channel, s.Quantity)).Select(static s => s.Said).OrderByDescending(static s => s.Strength).ToArray();
        if (strongest.Length == 0)
            return "";
        var (channel, kind) = ((DetectorChannel)strongest[0].Channel, (DetectorKind)strongest[0].Kind);
        return channel is DetectorChannel.Series or DetectorChannel.Peers ? $"{TruthAlerts.Wire(channel)} {TruthAlerts.Wire(kind)}" : TruthAlerts.Wire(channel);
    }

    private static IEnumerable<(DetectorSeries, DetectorSaid)> Of(DetectorLedger ledger, string community)
    {
        var series = ledger.SeriesOf(community).ToDictionary(static s => s.Number);
        return ledger.SaidSince(community, 0).Select(s => (series[s.Series], s));
    }
}
