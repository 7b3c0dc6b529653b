using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// One elder's vital signs, the same for wristband, mattress and radar: a personal resting level, the body clock (lowest about 04:00),
/// what the elder is doing, and slow drift. Breathing follows the heart, saturation falls a little in sleep and with a fast heart.
/// </summary>
internal sealed class Vitals(Dice dice, ElderHome home)
{
    private const long DriftMs = 20 * 60_000;
    private const long FlutterMs = 60_000;
    private const double LowestHour = 4;
    private const double DegreesPerHour = 15;
    private const double QuarterTurn = 90;

    private readonly double _restingHeart = dice.Between(0, 60, 76);
    private readonly double _restingSaturation = dice.Between(1, 95.5, 97.8);

    internal double HeartRate(Moment now)
    {
        var effort = home.BodyAt(now) switch
        {
            Activity.Asleep => -7,
            Activity.Active => 16,
            Activity.Cooking => 12,
            Activity.Eating => 7,
            Activity.Bathroom => 6,
            Activity.Shower => 10,
            Activity.Away => 14,
            _ => 0,
        };
        return _restingHeart + effort + (3 * BodyClock(now)) + (5 * Drift(now, 0)) + (3 * Flutter(now, 0));
    }

    internal double RespRate(Moment now) => 15 + ((HeartRate(now) - _restingHeart) / 5) + (1.5 * Drift(now, 1));

    internal double Saturation(Moment now)
    {
        var asleep = home.BodyAt(now) == Activity.Asleep ? 1 : 0;
        var strain = Math.Max(0, HeartRate(now) - _restingHeart) / 20;
        return Math.Clamp(_restingSaturation - asleep - strain + Drift(now, 2), 88, 100);
    }

    internal double Temperature(Moment now) => 36.4 + (0.3 * BodyClock(now)) + (0.15 * Drift(now, 3));

    private static double BodyClock(Moment now) => Curve.Sin(((now.Hour - LowestHour) * DegreesPerHour) - QuarterTurn);

    private double Drift(Moment now, int sign) => dice.Fork(sign).Wave(now.AtMs, DriftMs);

    private double Flutter(Moment now, int sign) => dice.Fork("flutter").Fork(sign).Wave(now.AtMs, FlutterMs);
}
