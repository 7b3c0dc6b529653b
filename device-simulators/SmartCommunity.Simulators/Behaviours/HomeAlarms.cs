using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Smoke detector of a home on an ordinary day: no smoke.</summary>
internal sealed class SmokeDetector(Dice dice) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("smoke", false);
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }
}

/// <summary>Gas detector over the stove: a trace while cooking, far below the alarm window of 5 %LEL; it falls when the window opens.</summary>
internal sealed class GasDetector(ElderHome home, Dice dice) : Behaviour
{
    private const double HighestBackground = 2.5;

    internal override void Measure(Moment now, ValueSet values)
    {
        var cooking = home.ActivityAt(now) == Activity.Cooking ? 1.1 : 0;
        values.Add("gasLel", Math.Clamp(0.15 + cooking + (0.5 * dice.Wave(now.AtMs, 600_000)), 0, HighestBackground));
        values.Add("valve", true);
    }
}

/// <summary>CO in a home with a gas water heater: nothing, a few ppm while it burns.</summary>
internal sealed class CoDetector(ElderHome home, Dice dice) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values)
    {
        var burning = home.ActivityAt(now) switch
        {
            Activity.Cooking => 4,
            Activity.Shower => 6,
            _ => 0.6,
        };
        values.Add("co", Math.Max(0, burning * (1 + (0.8 * dice.Wave(now.AtMs, 600_000)))));
        values.Add("battery", Battery(dice, now));
    }
}

/// <summary>Water on the kitchen floor: none; in a manhole the cover lies still.</summary>
internal sealed class LeakDetector(Dice dice, bool isManhole) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("leak", false);
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
        if (isManhole)
            values.Add("manholeTilt", Math.Max(0, dice.Between(5, 0.2, 2) + (0.3 * dice.Wave(now.AtMs, 86_400_000))));
    }
}
