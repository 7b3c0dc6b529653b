using MessagePack;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>The kits of a community's homes: one score a home and hour. What was gathered is kept quarter by quarter, so that a restart loses no part of an hour. Not thread-safe.</summary>
internal sealed class HomeKits(string community, DetectorLedger ledger, KitModel? model)
{
    /// <summary>What stands for a quantity in the ledger of a home's scores.</summary>
    internal const string Quantity = "kit";

    private readonly SortedDictionary<string, (KitHour Hour, KitDetector Detector)> _homes = new(StringComparer.Ordinal);

    internal long Bytes => _homes.Values.Sum(static h => (long)h.Detector.Bytes);

    /// <summary>Judges what a quarter brings, and what is to be kept of it.</summary>
    /// <param name="samples">The quarter.</param>
    /// <param name="throughMs">The quarter judged last: what the ledger has beyond the time that is looked back on is not read.</param>
    internal (IReadOnlyList<JudgedPoint> Judged, IReadOnlyList<KitHourRow> Kept) Judge(CommunitySamples samples, long throughMs)
    {
        if (model is null)
            return ([], []);
        var (judged, kept) = (new List<JudgedPoint>(), new List<KitHourRow>());
        foreach (var home in samples.Kits.GroupBy(static k => k.Home))
        {
            var (hour, detector) = KitOf(home.Key, throughMs);
            var isWhole = hour.Take(samples.EndMs, home);
            var score = isWhole ? detector.Next(hour.Number, hour.Values) : null;
            var parts = string.Join(' ', (score?.Parts ?? []).Select(static p => p.Column));
            if (score is not null)
                judged.Add(PointOf(home.Key, samples.EndMs, score));
            kept.Add(new KitHourRow(home.Key, hour.EndMs, model.Version, MessagePackSerializer.Serialize(hour.Write(isWhole, parts))));
        }

        return (judged, kept);
    }

    /// <summary>The columns that stuck out of an hour, as the ledger has it.</summary>
    internal string PartsOf(string home, long endMs) =>
        ledger.KitHours(community, home, endMs - 1) is [var row, ..] ? MessagePackSerializer.Deserialize<KitHourRecord>(row.Body).Parts : "";

    private static JudgedPoint PointOf(string home, long endMs, KitScore score)
    {
        var strength = DetectorStrength.Of(DetectorChannel.Kit, score.Record);
        DetectorSaid[] said = strength >= DetectorStrength.Floor ? [new DetectorSaid(0, endMs, (int)DetectorChannel.Kit, 0, score.Record, strength, endMs)] : [];
        return new JudgedPoint(home, Quantity, new DetectorPoint(endMs, score.Score, endMs, score.Score, null, null, null, null), said);
    }

    private (KitHour Hour, KitDetector Detector) KitOf(string home, long throughMs)
    {
        if (_homes.TryGetValue(home, out var known))
            return known;
        var (hour, detector) = (new KitHour(model!.Columns), new KitDetector(model));
        foreach (var row in ledger.KitHours(community, home, throughMs - CommunityDetectors.KeptMs).Where(r => r.Model == model.Version))
        {
            var kept = MessagePackSerializer.Deserialize<KitHourRecord>(row.Body);
            hour.Restore(row.EndMs, kept);
            if (kept.IsWhole)
                detector.Next(hour.Number, hour.Values);
        }

        return _homes[home] = (hour, detector);
    }
}
