using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>A quantity as FHIR names it.</summary>
/// <param name="Quantity">Name in the quantity catalogue.</param>
/// <param name="Loinc">LOINC codes, the one to write first; the others are read as the same.</param>
/// <param name="Display">LOINC's name of the first code.</param>
/// <param name="Category">Category of the observation.</param>
internal sealed record FhirCode(string Quantity, string[] Loinc, string Display, string Category);

/// <summary>
/// Which quantities are health observations, with LOINC codes (FHIR R4 vital signs; laboratory values beside them). Units are UCUM and the catalogue's own. Blood pressure is not in
/// <see cref="Singles"/>: it is one observation with two components, never two numbers.
/// </summary>
internal static class FhirCodes
{
    internal const string LoincSystem = "http://loinc.org", UcumSystem = "http://unitsofmeasure.org";

    internal const string CategorySystem = "http://terminology.hl7.org/CodeSystem/observation-category";

    internal const string PanelLoinc = "85354-9", PanelDisplay = "Blood pressure panel with all children optional";

    private const string VitalSigns = "vital-signs", Laboratory = "laboratory";

    internal static FhirCode Systolic { get; } = new("systolic", ["8480-6"], "Systolic blood pressure", VitalSigns);

    internal static FhirCode Diastolic { get; } = new("diastolic", ["8462-4"], "Diastolic blood pressure", VitalSigns);

    /// <summary>Everything that is one number, in the order of observations of one instant.</summary>
    internal static IReadOnlyList<FhirCode> Singles { get; } =
    [
        .. new FhirCode[]
        {
            new("heartRate", ["8867-4"], "Heart rate", VitalSigns),
            new("spo2", ["59408-5", "2708-6"], "Oxygen saturation in Arterial blood by Pulse oximetry", VitalSigns),
            new("respRate", ["9279-1"], "Respiratory rate", VitalSigns),
            new("bodyTemp", ["8310-5"], "Body temperature", VitalSigns),
            new("glucose", ["15074-8", "14743-9"], "Glucose [Moles/volume] in Blood", Laboratory),
            new("height", ["8302-2"], "Body height", VitalSigns),
            new("weight", ["29463-7"], "Body weight", VitalSigns),
            new("bmi", ["39156-5"], "Body mass index (BMI) [Ratio]", VitalSigns),
            new("waist", ["8280-0"], "Waist Circumference at umbilicus by Tape measure", VitalSigns),
            new("uricAcid", ["14933-6"], "Urate [Moles/volume] in Serum or Plasma", Laboratory),
            new("cholesterol", ["14647-2"], "Cholesterol [Moles/volume] in Serum or Plasma", Laboratory),
        }.Where(code => QuantityCatalogue.Default.Find(code.Quantity) is not null),
    ];

    internal static bool IsPressure(string loinc) => loinc == PanelLoinc || Systolic.Loinc.Contains(loinc) || Diastolic.Loinc.Contains(loinc);

    internal static FhirCode? Single(string loinc) => Singles.FirstOrDefault(code => code.Loinc.Contains(loinc, StringComparer.Ordinal));

    internal static string KnownLoinc => string.Join(", ", Singles.SelectMany(code => code.Loinc).Prepend(PanelLoinc));

    /// <summary>True when the class measures it; for blood pressure, when it measures both.</summary>
    internal static bool Measures(DeviceClass deviceClass, string quantity) => deviceClass.Quantities.Any(q => q.Name == quantity);

    internal static bool MeasuresPressure(DeviceClass deviceClass) => Measures(deviceClass, Systolic.Quantity) && Measures(deviceClass, Diastolic.Quantity);
}
