using Hl7.Fhir.Model;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>
/// Reads FHIR R4 observations into measurements. Pure. Strict: what is not understood is refused, never half taken; a subject is accepted and not kept, as the series know none.
/// </summary>
internal sealed class ObservationReader(Func<string, Enrolment?> find, long nowMs)
{
    /// <summary>How far ahead of this clock an instant may be, milliseconds: clocks of stations are minutes off, not hours.</summary>
    internal const long AheadMs = 300_000;

    // Before it no device of the platform measured anything; what is older is a clock that was never set.
    private static readonly long EarliestMs = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly List<FhirIssue> _issues = [];
    private readonly List<Measurement> _measurements = [];

    /// <summary>The measurements of an observation and its id here; or what is wrong. <paramref name="path"/> is where it stands, e.g. <c>Observation</c>.</summary>
    internal (string? Id, IReadOnlyList<Measurement> Measurements, IReadOnlyList<FhirIssue> Issues) Read(Observation observation, string path)
    {
        _issues.Clear();
        _measurements.Clear();
        var quality = QualityOf(observation.Status, path);
        var atMs = AtMs(observation.Effective, path);
        var enrolment = DeviceOf(observation.Device, path);
        var loinc = LoincOf(observation.Code, $"{path}.code");
        if (_issues.Count > 0)
            return (null, [], [.. _issues]);
        var place = new Place(enrolment!, DeviceClassCatalogue.Current.Find(enrolment!.Class)!, atMs, quality);
        if (loinc == FhirCodes.PanelLoinc)
            ReadPressure(observation, place, path);
        else if (FhirCodes.Single(loinc!) is { } code)
            ReadSingle(observation, code, place, path);
        else
            Add(OperationOutcome.IssueType.NotSupported, $"{path}.code", PressureOrUnknown(loinc!));
        return _issues.Count > 0
            ? (null, [], [.. _issues])
            : (ObservationId.Of(FhirCodes.Single(loinc!)?.Loinc[0] ?? loinc!, atMs, enrolment.Device).ToString(), [.. _measurements], []);
    }

    private static string PressureOrUnknown(string loinc) => FhirCodes.IsPressure(loinc)
        ? $"Blood pressure comes as the panel {FhirCodes.PanelLoinc} with two components, never as a loose {loinc}."
        : $"LOINC '{loinc}' is not known; known are: {FhirCodes.KnownLoinc}.";

    private void ReadSingle(Observation observation, FhirCode code, Place place, string path)
    {
        if (observation.Component is { Count: > 0 })
            Add(OperationOutcome.IssueType.Invalid, $"{path}.component", $"{code.Display} has no components.");
        Measure(observation.Value, code, place, $"{path}.value");
    }

    private void ReadPressure(Observation observation, Place place, string path)
    {
        if (observation.Value is not null)
            Add(OperationOutcome.IssueType.Invalid, $"{path}.value", "A blood pressure panel has components and no value of its own.");
        FhirCode[] halves = [FhirCodes.Systolic, FhirCodes.Diastolic];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < observation.Component.Count; i++)
        {
            var (component, element) = (observation.Component[i], $"{path}.component[{i}]");
            var loinc = LoincOf(component.Code, $"{element}.code");
            var half = Array.Find(halves, h => h.Loinc.Contains(loinc, StringComparer.Ordinal));
            if (loinc is not null && (half is null || !seen.Add(half.Quantity)))
                Add(OperationOutcome.IssueType.Invalid, $"{element}.code", half is null ? $"LOINC '{loinc}' is no part of a blood pressure." : $"{half.Display} stands twice.");
            else if (half is not null && (component.Value is not null || component.DataAbsentReason is null))
                Measure(component.Value, half, place, $"{element}.value");
        }

        foreach (var missing in halves.Where(h => !seen.Contains(h.Quantity)))
            Add(OperationOutcome.IssueType.Required, $"{path}.component", $"{missing.Display} ({missing.Loinc[0]}) is missing.");
        if (_issues.Count == 0 && _measurements.Count == 0)
            Add(OperationOutcome.IssueType.Required, $"{path}.component", "Both halves are absent; there is nothing to store.");
    }

    private void Measure(DataType? value, FhirCode code, Place place, string element)
    {
        var quantity = QuantityCatalogue.Default.Find(code.Quantity)!;
        if (!FhirCodes.Measures(place.Class, code.Quantity))
            Add(OperationOutcome.IssueType.BusinessRule, element, $"Class {place.Class.Code} of device '{place.Enrolment.Device}' does not measure {code.Quantity}.");
        else if (value is not Hl7.Fhir.Model.Quantity { Value: { } number } given)
            Add(OperationOutcome.IssueType.Required, element, "A valueQuantity with a value is needed.");
        else if (given.Comparator is not null)
            Add(OperationOutcome.IssueType.NotSupported, $"{element}Quantity.comparator", "A comparator is not supported: only exact values are stored.");
        else if (given.System != FhirCodes.UcumSystem || given.Code != quantity.Unit)
            Add(OperationOutcome.IssueType.CodeInvalid, $"{element}Quantity.code", $"The unit must be '{quantity.Unit}' of {FhirCodes.UcumSystem}; it is '{given.Code}' of '{given.System}'.");
        else if ((double)number < quantity.Min || (double)number > quantity.Max)
            Add(OperationOutcome.IssueType.Value, $"{element}Quantity.value", FormattableString.Invariant($"{code.Quantity} is {number}; physically possible are {quantity.Min} to {quantity.Max} {quantity.Unit}."));
        else
            _measurements.Add(new Measurement(place.Enrolment.Device, code.Quantity, place.AtMs, nowMs, (double)number, place.Quality));
    }

    private Quality QualityOf(ObservationStatus? status, string path)
    {
        switch (status)
        {
            case ObservationStatus.Final or ObservationStatus.Amended or ObservationStatus.Corrected:
                return Quality.Good;
            case ObservationStatus.Preliminary:
                return Quality.Uncertain;
            case ObservationStatus.EnteredInError:
                return Quality.Bad;
            default:
                Add(OperationOutcome.IssueType.Value, $"{path}.status", "status must be final, amended, corrected, preliminary or entered-in-error.");
                return default;
        }
    }

    private long AtMs(DataType? effective, string path)
    {
        var element = $"{path}.effective";
        if (effective is not FhirDateTime { Value: { } text } || !text.Contains('T', StringComparison.Ordinal)
            || !DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at))
        {
            Add(OperationOutcome.IssueType.Required, element, "An effectiveDateTime with time and zone is needed.");
            return 0;
        }

        var ms = at.ToUnixTimeMilliseconds();
        if (ms < EarliestMs || ms > nowMs + AheadMs)
            Add(OperationOutcome.IssueType.Value, element, $"effectiveDateTime {text} must lie between 2015 and five minutes from now.");
        return ms;
    }

    private Enrolment? DeviceOf(ResourceReference? device, string path)
    {
        var id = device?.Identifier is { System: ObservationWriter.DeviceSystem } identifier
            ? identifier.Value
            : device?.Reference is { } reference && reference.StartsWith("Device/", StringComparison.Ordinal) ? reference["Device/".Length..] : null;
        if (id is null)
        {
            Add(OperationOutcome.IssueType.Required, $"{path}.device", $"device must be an identifier of {ObservationWriter.DeviceSystem} or a reference Device/id.");
            return null;
        }

        if (find(id) is { Retired: false } enrolment && DeviceClassCatalogue.Current.Find(enrolment.Class) is not null)
            return enrolment;
        Add(OperationOutcome.IssueType.NotFound, $"{path}.device", $"No device '{id}' is enrolled and in service.");
        return null;
    }

    private string? LoincOf(CodeableConcept? concept, string element)
    {
        var codes = (concept?.Coding ?? []).Where(c => c.System == FhirCodes.LoincSystem && c.Code is not null).Select(c => c.Code!).ToArray();
        // A concept may bear several codes of the same thing; the first one known counts.
        if (codes.FirstOrDefault(c => FhirCodes.Single(c) is not null || FhirCodes.IsPressure(c)) is { } known)
            return known;
        Add(
            codes.Length == 0 ? OperationOutcome.IssueType.Required : OperationOutcome.IssueType.NotSupported, element,
            codes.Length == 0 ? $"A coding of {FhirCodes.LoincSystem} is needed." : $"LOINC '{codes[0]}' is not known; known are: {FhirCodes.KnownLoinc}.");
        return null;
    }

    private void Add(OperationOutcome.IssueType type, string element, string message) => _issues.Add(new FhirIssue(type, element, message));

    private sealed record Place(Enrolment Enrolment, DeviceClass Class, long AtMs, Quality Quality);
}
