using System.Collections.Frozen;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>
/// The semantic types of the extension <c>dtmi:dtdl:extension:quantitativeTypes;1</c> and the units each may have
/// (Azure/opendigitaltwins-dtdl, DTDL/v3/DTDL.quantitativeTypes.v1.md). A type that shares another's units names it after <c>=</c>.
/// </summary>
public static class DtdlUnits
{
    private const string Table = """
        Acceleration|centimetrePerSecondSquared gForce metrePerSecondSquared
        Angle|degreeOfArc minuteOfArc radian secondOfArc turn
        AngularAcceleration|radianPerSecondSquared
        AngularVelocity|degreePerSecond radianPerSecond revolutionPerMinute revolutionPerSecond
        ApparentEnergy|gigavoltAmpereHour kilovoltAmpereHour megavoltAmpereHour voltAmpereHour
        ApparentPower|gigavoltAmpere kilovoltAmpere megavoltAmpere millivoltAmpere voltAmpere
        Area|acre hectare squareCentimetre squareFoot squareInch squareKilometre squareMetre squareMillimetre
        Capacitance|farad microfarad millifarad nanofarad picofarad
        Concentration|partsPerBillion partsPerMillion partsPerQuadrillion partsPerTrillion percent unity
        Current|ampere kiloampere microampere milliampere
        DataRate|bitPerSecond bytePerSecond exbibitPerSecond exbibytePerSecond gibibitPerSecond gibibytePerSecond kibibitPerSecond kibibytePerSecond mebibitPerSecond mebibytePerSecond tebibitPerSecond tebibytePerSecond yobibitPerSecond yobibytePerSecond zebibitPerSecond zebibytePerSecond
        DataSize|bit byte exbibit exbibyte gibibit gibibyte kibibit kibibyte mebibit mebibyte tebibit tebibyte yobibit yobibyte zebibit zebibyte
        Density|gramPerCubicMetre kilogramPerCubicMetre microgramPerCubicMetre milligramPerCubicMetre
        Distance|=Length
        ElectricCharge|ampereHour coulomb milliampereHour
        Energy|britishThermalUnit electronvolt gigajoule gigawattHour joule kiloBritishThermalUnit kilojoule kilowattHour megaelectronvolt megajoule megawattHour milliwattHour terawattHour wattHour
        EnergyRate|=Power
        Force|newton ounce pound ton
        Frequency|gigahertz hertz kilohertz megahertz millihertz
        Humidity|=Density
        Illuminance|footcandle lux
        Inductance|henry microhenry millihenry
        IonizingRadiationDose|gray microgray microsievert milligray millisievert sievert
        Irradiance|wattPerSquareMetre
        Latitude|=Angle
        Length|astronomicalUnit centimetre foot inch kilometre metre micrometre mile millimetre nanometre nauticalMile
        Longitude|=Angle
        Luminance|candelaPerSquareMetre
        Luminosity|=Power
        LuminousFlux|lumen
        LuminousIntensity|candela
        MagneticFlux|maxwell weber
        MagneticInduction|gauss tesla
        Mass|gram kilogram massPound microgram milligram slug tonne
        MassFlowRate|gramPerHour gramPerSecond kilogramPerHour kilogramPerSecond massPoundPerHour
        Power|britishThermalUnitPerHour gigajoulePerHour gigawatt horsepower joulePerHour joulePerSecond kiloBritishThermalUnitPerHour kilojoulePerHour kilojoulePerSecond kilowatt kilowattHourPerYear megajoulePerHour megawatt microwatt milliwatt tonOfRefrigeration watt
        Pressure|bar decapascal hectopascal inchesOfMercury inchesOfWater kilopascal millibar millimetresOfMercury pascal poundPerSquareInch
        Radioactivity|becquerel gigabecquerel kilobecquerel megabecquerel
        ReactiveEnergy|gigavoltAmpereReactiveHour kilovoltAmpereReactiveHour megavoltAmpereReactiveHour voltAmpereReactiveHour
        ReactivePower|gigavoltAmpereReactive kilovoltAmpereReactive megavoltAmpereReactive millivoltAmpereReactive voltAmpereReactive
        RelativeDensity|=Concentration
        RelativeHumidity|=Concentration
        Resistance|kiloohm megaohm milliohm ohm
        SoundPressure|bel decibel
        Temperature|degreeCelsius degreeFahrenheit kelvin
        Thrust|=Force
        TimeSpan|day hour microsecond millisecond minute nanosecond second year
        Torque|newtonMetre
        Velocity|centimetrePerSecond kilometrePerHour kilometrePerSecond knot metrePerHour metrePerSecond milePerHour milePerSecond
        Voltage|kilovolt megavolt microvolt millivolt volt
        Volume|cubicCentimetre cubicFoot cubicInch cubicMetre fluidOunce gallon litre millilitre
        VolumeFlowRate|cubicFootPerMinute cubicMetrePerHour cubicMetrePerMinute cubicMetrePerSecond gallonPerHour gallonPerMinute litrePerHour litrePerMinute litrePerSecond millilitrePerHour millilitrePerMinute millilitrePerSecond
        """;

    private static readonly FrozenDictionary<string, string[]> UnitsOf = Parse();

    /// <summary>Every semantic type, ordinal.</summary>
    public static IEnumerable<string> Semantics => UnitsOf.Keys.Order(StringComparer.Ordinal);

    /// <summary>The units a semantic type may have, or null when it is none.</summary>
    public static IReadOnlyList<string>? Of(string semantic) => UnitsOf.GetValueOrDefault(semantic);

    private static FrozenDictionary<string, string[]> Parse()
    {
        var rows = Table.Split('\n').Select(static line => line.Trim().Split('|')).ToDictionary(static r => r[0], static r => r[1], StringComparer.Ordinal);
        return rows.ToFrozenDictionary(
            static r => r.Key, r => (r.Value.StartsWith('=') ? rows[r.Value[1..]] : r.Value).Split(' '), StringComparer.Ordinal);
    }
}
