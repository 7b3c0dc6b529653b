using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// The residents who come to a community's health stations: stable from visit to visit, and what belongs together goes together. Age raises pressure and fasting
/// glucose; weight raises both and lowers saturation a little; a treated hypertensive is lower but not normal.
/// Shares after Chinese survey figures for people over 60 (about 55 % hypertension, 20 % diabetes; rounded).
/// </summary>
internal readonly record struct Subject
{
    private Subject(Dice dice) => Dice = dice;

    internal Dice Dice { get; }

    internal double Age { get; private init; }

    internal bool IsFemale { get; private init; }

    internal double HeightCm { get; private init; }

    internal double BodyMass { get; private init; }

    internal bool IsHypertensive { get; private init; }

    internal bool IsDiabetic { get; private init; }

    internal double Systolic { get; private init; }

    internal double Diastolic { get; private init; }

    internal double HeartRate { get; private init; }

    internal double FastingGlucose { get; private init; }

    internal static Subject Of(Dice dice)
    {
        var age = dice.Chance(0, 0.7) ? dice.Between(1, 60, 90) : dice.Between(1, 32, 60);
        var isFemale = dice.Chance(2, 0.56);
        var bodyMass = 23.8 + (9 * dice.Bell(3));
        var isHypertensive = dice.Chance(4, Math.Clamp(0.08 + (0.011 * (age - 35)) + (0.03 * (bodyMass - 24)), 0.02, 0.85));
        var isDiabetic = dice.Chance(5, Math.Clamp(0.03 + (0.004 * (age - 35)) + (0.015 * (bodyMass - 24)), 0.01, 0.5));
        var isTreated = dice.Chance(6, 0.65);
        var raised = isHypertensive ? (isTreated ? 10 : 24) : 0;
        var systolic = 104 + (0.27 * (age - 40)) + (0.7 * (bodyMass - 23)) + raised + (18 * dice.Bell(7));
        return new Subject(dice)
        {
            Age = age,
            IsFemale = isFemale,
            HeightCm = (isFemale ? 157 : 168) - (0.06 * (age - 50)) + (18 * dice.Bell(8)),
            BodyMass = bodyMass,
            IsHypertensive = isHypertensive,
            IsDiabetic = isDiabetic,
            Systolic = systolic,
            Diastolic = 36 + (0.38 * systolic) - (0.16 * Math.Max(0, age - 60)) + (12 * dice.Bell(9)),
            HeartRate = 72 + (0.3 * (bodyMass - 23)) + (18 * dice.Bell(10)),
            FastingGlucose = 5 + (0.05 * (bodyMass - 23)) + (0.008 * (age - 40)) + (isDiabetic ? dice.Between(11, 1.2, 4.5) : 0) + (0.9 * dice.Bell(12)),
        };
    }
}
