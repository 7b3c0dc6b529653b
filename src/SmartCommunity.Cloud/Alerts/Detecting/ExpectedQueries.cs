using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>What detectors expected of a series, and what they said: the picture behind an alert. Thread-safe.</summary>
public sealed class ExpectedQueries(DetectorLedger ledger, EnrolmentIndex enrolments)
{
    /// <summary>Longest range of one question: as far as the ledger reaches.</summary>
    public const int MaxRangeDays = (int)(CommunityDetectors.KeptMs / ChinaTime.DayMs);

    /// <summary>Points in <c>from ≤ at &lt; to</c> with the expected band; empty where detectors do not look at the series.</summary>
    public Outcome<ExpectedView> Find(string device, string quantity, DateTimeOffset from, DateTimeOffset to)
    {
        if (enrolments.Find(device) is not { } enrolment)
            return new Fault(FaultKind.NotFound, "device", $"No device '{device}' is enrolled.");
        if (DeviceClassCatalogue.Current.Find(enrolment.Class)?.Quantities.SingleOrDefault(q => q.Name == quantity) is not { } known)
            return new Fault(FaultKind.NotFound, "quantity", $"Class {enrolment.Class} has no quantity '{quantity}'.");
        if (from >= to)
            return new Fault(FaultKind.Invalid, "from", $"from {from:O} must be before to {to:O}.");
        if (to - from > TimeSpan.FromDays(MaxRangeDays))
            return new Fault(FaultKind.Invalid, "to", FormattableString.Invariant($"The range is {(to - from).TotalDays:0.#} days, more than the limit of {MaxRangeDays}."));
        var series = ledger.SeriesOf(enrolment.Community).FirstOrDefault(s => s.Device == device && s.Quantity == quantity);
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return new ExpectedView(
            device, quantity, known.Unit, known.IsRegister, [.. (series is null ? [] : ledger.Points(series.Number, fromMs, toMs)).Where(static p => p.Value is not null).Select(PointOf)],
            [.. (series is null ? [] : ledger.Said(series.Number, fromMs, toMs)).Where(static s => s.Strength >= 1).Select(MarkOf)]);
    }

    private static ExpectedPoint PointOf(DetectorPoint p) => new(DateTimeOffset.FromUnixTimeMilliseconds(p.AtMs), p.Value!.Value, p.Median, p.Low, p.High, p.Expected is { } band ? new ModelBand(band.Value, band.Low, band.High) : null);

    private static ExpectedMark MarkOf(DetectorSaid said) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(said.AtMs), said.Score, said.Channel == (int)DetectorChannel.Series ? WireName.Of((DetectorKind)said.Kind) : WireName.Of((DetectorChannel)said.Channel), said.Strength);
}
