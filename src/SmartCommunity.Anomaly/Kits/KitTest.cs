namespace SmartCommunity.Anomaly.Kits;

/// <summary>Runs homes through a model as if their hours came in, and counts from an hour of each on.</summary>
public static class KitTest
{
    /// <summary>How a model does on what comes after all that it was learned from; homes it has not seen count from their second week on.</summary>
    /// <returns>The result, null where nothing is left; and how many hours were left out.</returns>
    public static (KitTestResult? Test, int LeftOut) Of(KitModel model, IReadOnlyCollection<KitSeries> homes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(homes);
        var until = model.TrainedOn.ToDictionary(static s => s.Home, static s => (long)(s.Until - DateTime.UnixEpoch).TotalHours, StringComparer.Ordinal);
        (KitSeries Home, int From)[] parts = [.. homes.OrderBy(static h => h.Name, StringComparer.Ordinal).Select(h => (h, (int)Math.Clamp(until.GetValueOrDefault(h.Name, h.First) - h.First, 0, h.Hours.Count)))];
        var test = Of(model, parts);
        return (test.Hours > 0 ? test : null, parts.Sum(static p => p.From));
    }

    internal static KitTestResult Of(KitModel model, IEnumerable<(KitSeries Home, int From)> parts)
    {
        var plane = new KitPlane(model.Components, model.Variances);
        var (homes, hours, records, values, error, usualError) = (0, 0, 0, 0, 0.0, 0.0);
        foreach (var (home, from) in parts)
        {
            var (detector, rows, own) = (new KitDetector(model), home.Rows(model.Columns), 0);
            foreach (var (i, departures) in KitTraining.Departures(home.First, rows, model.Columns.Count).Index())
            {
                if (detector.Next(home.First + i, rows[i]) is not { } score || i < from)
                    continue;
                own++;
                records += score.Record >= KitDetector.Certain ? 1 : 0;
                double[] row = [.. departures.Select((d, c) => Math.Clamp(d / model.Spreads[c], -KitTraining.MostSpreads, KitTraining.MostSpreads))];
                foreach (var (value, expected) in row.Zip(plane.FromOthers(row)).Where(static p => double.IsFinite(p.First)))
                    (error, usualError, values) = (error + ((value - expected) * (value - expected)), usualError + (value * value), values + 1);
            }

            (hours, homes) = (hours + own, homes + (own > 0 ? 1 : 0));
        }

        return new KitTestResult(homes, hours, values == 0 ? 0 : error / values, values == 0 ? 0 : usualError / values, records);
    }
}
