using Hl7.Fhir.Model;
using SmartCommunity.Telemetry;
using Quantity = SmartCommunity.Telemetry.Quantity;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>A stored value on its way into an observation.</summary>
internal readonly record struct HealthValue(double Value, long ReceivedAtMs, Quality Quality);

/// <summary>
/// Makes FHIR R4 observations of measurements. Pure. The subject is a pseudonym: who wears a device is not known to the series; at a health station each visit is a subject of its own.
/// </summary>
internal static class ObservationWriter
{
    internal const string DeviceSystem = "urn:smartcommunity:device", SubjectSystem = "urn:smartcommunity:subject";

    private const string SharedClass = "healthStation";

    internal static Observation Single(string device, DeviceClass deviceClass, FhirCode code, long atMs, HealthValue value)
    {
        var observation = New(device, deviceClass, code.Loinc[0], code.Display, code.Category, atMs, value.ReceivedAtMs, value.Quality);
        foreach (var other in code.Loinc.Skip(1).Where(_ => code.Category == "vital-signs"))
            observation.Code.Coding.Add(new Coding(FhirCodes.LoincSystem, other));
        observation.Value = QuantityOf(code, value.Value);
        return observation;
    }

    /// <summary>Blood pressure; a half that was not measured is said to be absent, so that there never is a loose number.</summary>
    internal static Observation Pressure(string device, DeviceClass deviceClass, long atMs, HealthValue? systolic, HealthValue? diastolic)
    {
        var any = systolic ?? diastolic ?? throw new ArgumentNullException(nameof(systolic));
        var quality = (systolic?.Quality ?? Quality.Good) | (diastolic?.Quality ?? Quality.Good);
        var observation = New(
            device, deviceClass, FhirCodes.PanelLoinc, FhirCodes.PanelDisplay, FhirCodes.Systolic.Category, atMs,
            Math.Max(any.ReceivedAtMs, diastolic?.ReceivedAtMs ?? any.ReceivedAtMs), quality);
        observation.Component = [Component(FhirCodes.Systolic, systolic), Component(FhirCodes.Diastolic, diastolic)];
        return observation;
    }

    private static Observation New(
        string device, DeviceClass deviceClass, string loinc, string display, string category, long atMs, long receivedAtMs, Quality quality) => new()
    {
        Id = ObservationId.Of(loinc, atMs, device).ToString(),
        Status = StatusOf(quality),
        Category = [new CodeableConcept(FhirCodes.CategorySystem, category)],
        Code = new CodeableConcept(FhirCodes.LoincSystem, loinc, display, null),
        Subject = new ResourceReference { Identifier = new Hl7.Fhir.Model.Identifier(SubjectSystem, SubjectOf(device, deviceClass, atMs)) },
        Effective = new FhirDateTime(DateTimeOffset.FromUnixTimeMilliseconds(atMs).ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture)),
        Issued = DateTimeOffset.FromUnixTimeMilliseconds(receivedAtMs),
        Device = new ResourceReference { Identifier = new Hl7.Fhir.Model.Identifier(DeviceSystem, device) },
    };

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";

    // What the device itself calls wrong is shown as such, not hidden.
    private static ObservationStatus StatusOf(Quality quality) => quality.DeviceVerdict() switch
    {
        Quality.Good => ObservationStatus.Final,
        Quality.Uncertain => ObservationStatus.Preliminary,
        _ => ObservationStatus.EnteredInError,
    };

    private static string SubjectOf(string device, DeviceClass deviceClass, long atMs) => deviceClass.Code == SharedClass
        ? FormattableString.Invariant($"{ObservationId.Hash("subject " + device)}-{atMs}")
        : ObservationId.Hash("subject " + device);

    private static Observation.ComponentComponent Component(FhirCode code, HealthValue? value) => new()
    {
        Code = new CodeableConcept(FhirCodes.LoincSystem, code.Loinc[0], code.Display, null),
        Value = value is { } known ? QuantityOf(code, known.Value) : null,
        DataAbsentReason = value is null ? new CodeableConcept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown") : null,
    };

    private static Hl7.Fhir.Model.Quantity QuantityOf(FhirCode code, double value)
    {
        Quantity quantity = QuantityCatalogue.Default.Find(code.Quantity)!;
        return new Hl7.Fhir.Model.Quantity { Value = (decimal)value, Unit = quantity.Unit, System = FhirCodes.UcumSystem, Code = quantity.Unit };
    }
}
