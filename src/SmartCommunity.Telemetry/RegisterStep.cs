namespace SmartCommunity.Telemetry;

/// <summary>
/// Consumption between two neighbouring values of a cumulative register (kWh, m³). Pure; the one place where roll-over and swap are told apart.
/// </summary>
/// <remarks>
/// A rise is consumption. A drop from near the top of the register to near its bottom is a roll-over, and the consumption is <c>modulus − last + next</c>, where the modulus is the next
/// power of ten above the last value: 99,998 → 5 is 7. Any other drop is a meter swap: the new register counts from its first value on, and what was used between the two values is unknown,
/// so nothing is made up for it.
/// </remarks>
public static class RegisterStep
{
    /// <summary>A drop is a roll-over only from the last tenth of the register to its first tenth; a new meter starts anywhere else, or the old one was not full.</summary>
    private const double NearTheEnd = 0.1;

    /// <summary>Consumption between two neighbouring values, and whether the register started again between them.</summary>
    public static (double Consumption, bool IsReset) Between(double last, double next)
    {
        if (next >= last)
            return (next - last, false);
        var modulus = ModulusOf(last);
        var rolledOver = next >= 0 && last >= modulus * (1 - NearTheEnd) && next <= modulus * NearTheEnd;
        return (rolledOver ? modulus - last + next : 0, true);
    }

    private static double ModulusOf(double last)
    {
        const int radix = 10;
        var modulus = 1.0;
        while (modulus <= last)
            modulus *= radix;
        return modulus;
    }
}
