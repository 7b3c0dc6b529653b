using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins.Derived;

/// <summary>
/// Body mass index out of one message: weight in kg over the square of height in m. Only when the message holds both and no index of its own: weight and height of
/// different messages may be those of different people.
/// </summary>
/// <remarks>62.5 kg and 165 cm: 62.5 / 1.65² = 22.96 kg/m².</remarks>
internal ref struct BodyMass(DeviceClass deviceClass)
{
    /// <summary>Where the value comes from.</summary>
    internal const string From = "weight,height";

    private const double CentimetresPerMetre = 100;

    private static readonly Quantity WeightQuantity = QuantityCatalogue.Default.Find("weight")!;
    private static readonly Quantity HeightQuantity = QuantityCatalogue.Default.Find("height")!;
    private static readonly Quantity IndexQuantity = QuantityCatalogue.Default.Find("bmi")!;

    private readonly DeviceClass _class = deviceClass;
    private double _weightKg;
    private double _heightCm;
    private bool _hasIndex;

    /// <summary>Where the class keeps it.</summary>
    internal readonly int Slot => _class.IndexOf(IndexQuantity);

    /// <summary>The index, or null when the message does not give one within the quantity's range.</summary>
    internal readonly double? Index
    {
        get
        {
            if (_hasIndex || _weightKg <= 0 || _heightCm <= 0 || Slot < 0)
                return null;
            var heightM = _heightCm / CentimetresPerMetre;
            var index = _weightKg / (heightM * heightM);
            return index >= IndexQuantity.Min && index <= IndexQuantity.Max ? index : null;
        }
    }

    /// <summary>Takes notice of one value of the message.</summary>
    internal void See(int slot, double value)
    {
        var quantity = _class.Quantities[slot];
        if (ReferenceEquals(quantity, WeightQuantity))
            _weightKg = value;
        else if (ReferenceEquals(quantity, HeightQuantity))
            _heightCm = value;
        else
            _hasIndex |= ReferenceEquals(quantity, IndexQuantity);
    }
}
