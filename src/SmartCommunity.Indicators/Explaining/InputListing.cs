using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>The very inputs of a leaf: what does not count first (it is what can be mended), then by id.</summary>
internal static class InputListing
{
    internal static List<InputReference> Of(Formula formula, EvaluationContext context)
    {
        var inputs = formula switch
        {
            RegistryValue registry => Fact(registry.Fact, context),
            EvidenceCount count => count.Kinds.SelectMany(kind => Evidence(kind, e => EvidenceLeaf.Counts(e, count.Within, context), context)),
            EvidenceScore score => Evidence(score.Kind, e => e == EvidenceLeaf.Latest(score, context), context),
            Count count => OfSource(count.Source, "", context),
            Aggregate aggregate => OfSource(aggregate.Source, aggregate.Field, context),
            DistinctSubjects distinct => OfSource(distinct.Source, distinct.Field, context),
            RegisterDelta delta => Deltas(delta, context),
            Uptime uptime => Uptimes(uptime, context),
            WithinSeconds within => OfSource(within.First, "", context),
            DegreeDaySaving saving => Heard(saving.Outdoor, DegreeDays.Temperature, WindowRange.At(saving.Window, context.Inputs.InstantMs).FromMs, context),
            _ => [],
        };
        return [.. inputs.OrderBy(static i => i.Counted).ThenBy(static i => i.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<InputReference> OfSource(Source source, string field, EvaluationContext context) => source switch
    {
        DeviceSource devices => Devices(devices, field, context),
        SampleSource samples => Heard(samples.Devices, samples.Quantity, WindowRange.At(samples.Window, context.Inputs.InstantMs).FromMs, context),
        EventSource events => Heard(events.Devices, string.Join('|', events.Types), WindowRange.At(events.Window, context.Inputs.InstantMs).FromMs, context),
        RecordSource records => Records(records, field, context),
        _ => [],
    };

    private static IEnumerable<InputReference> Devices(DeviceSource source, string field, EvaluationContext context)
    {
        var quantity = field.Length > 0 ? field : source.Where.FirstOrDefault(static c => c.Field is not (Conditions.PresenceField or Conditions.PlaceField or Conditions.WantedField))?.Field ?? "";
        foreach (var device in context.Select(source.Devices))
        {
            var index = quantity.Length == 0 ? -1 : Conditions.QuantityIndex(device.Class, quantity);
            double? value = null;
            var atMs = device.LastHeardMs;
            if (index >= 0 && device.Latest.TryGet(index, out var latest, out var latestAtMs))
                (value, atMs) = (latest, latestAtMs);
            yield return new InputReference(
                "device", device.Id, quantity, value, atMs, DeviceLeaf.Meets(device, source, context.Inputs.InstantMs), Conditions.PresenceOf(device, context.Inputs.InstantMs));
        }
    }

    // Single measurements and events are not held by the aggregates: the devices, quantity and window say where to look them up in the series.
    private static IEnumerable<InputReference> Heard(DeviceSelector selector, string quantity, long fromMs, EvaluationContext context) =>
        context.Select(selector).Select(device =>
            new InputReference("device", device.Id, quantity, null, device.LastHeardMs, device.LastHeardMs >= fromMs, Conditions.PresenceOf(device, context.Inputs.InstantMs)));

    private static IEnumerable<InputReference> Deltas(RegisterDelta delta, EvaluationContext context)
    {
        var window = WindowRange.At(delta.Window, context.Inputs.InstantMs);
        var found = context.Inputs.Aggregates.Deltas(delta, window.FromMs, window.ToMs);
        var heard = found.Select(static d => d.Device).ToHashSet(StringComparer.Ordinal);
        return found.Select(d => new InputReference("device", d.Device, delta.Quantity, d.Delta, d.LastAtMs, true, d.IsWhole ? "" : "partOfWindow"))
            .Concat(context.Select(delta.Devices).Where(d => !heard.Contains(d.Id)).Select(d => new InputReference("device", d.Id, delta.Quantity, null, d.LastHeardMs, false, MissingReason.NoSamples)));
    }

    private static IEnumerable<InputReference> Uptimes(Uptime uptime, EvaluationContext context)
    {
        var window = WindowRange.At(uptime.Window, context.Inputs.InstantMs);
        var found = context.Inputs.Aggregates.Uptimes(uptime, window.FromMs, window.ToMs);
        var heard = found.Select(static d => d.Device).ToHashSet(StringComparer.Ordinal);
        return found.Select(d => new InputReference("device", d.Device, uptime.Quantity ?? "", d.ExpectedMs == 0 ? null : (double)d.InStateMs / d.ExpectedMs, d.LastAtMs, true, ""))
            .Concat(context.Select(uptime.Devices).Where(d => !heard.Contains(d.Id))
                .Select(d => new InputReference("device", d.Id, uptime.Quantity ?? "", null, d.LastHeardMs, false, MissingReason.NoSamples)));
    }

    private static IEnumerable<InputReference> Fact(string code, EvaluationContext context)
    {
        yield return context.Inputs.Facts.TryGetValue(code, out var fact)
            ? new InputReference("fact", code, "", fact.Value, ChinaTime.StartMs(fact.AsOf), true, fact.Source)
            : new InputReference("fact", code, "", null, 0, false, MissingReason.NoFact);
    }

    private static IEnumerable<InputReference> Records(RecordSource source, string field, EvaluationContext context) =>
        context.RecordsOf(source.Kind).Select(record => new InputReference(
            "record", record.Id, field, record.Numbers.TryGetValue(field, out var number) ? number : field.Length == 0 ? 1 : null, ChinaTime.StartMs(record.AsOf),
            RegistryLeaf.Meets(record, source, context), record.Source));

    private static IEnumerable<InputReference> Evidence(string kind, Func<EvidenceInput, bool> counts, EvaluationContext context)
    {
        if (context.EvidenceOf(kind).Count == 0)
            yield return new InputReference("evidence", kind, kind, null, 0, false, context.IsRefused(kind) ? "refused" : MissingReason.NoEvidence);
        foreach (var evidence in context.EvidenceOf(kind))
        {
            yield return new InputReference(
                "evidence", evidence.Id, kind, evidence.Score ?? 1, evidence.AcceptedAtMs, counts(evidence), context.IsInForce(evidence) ? evidence.Sha256 : "expired");
        }
    }
}
