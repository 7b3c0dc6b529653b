using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

/// <summary>Made-up acceleration of a body, 50 samples a second, with a little noise where a seed is given.</summary>
internal sealed class Motion(int? seed = null)
{
    internal const int Rate = AccelerationWindow.RateHz;

    internal static readonly Acceleration Upright = new(0, -1, 0);
    internal static readonly Acceleration Lying = new(1, 0, 0);

    private const double Noise = 0.02;

    private readonly Random? _random = seed is { } known ? new Random(known) : null;
    private readonly List<Acceleration> _samples = [];

    internal IReadOnlyList<Acceleration> Samples => _samples;

    internal AccelerationWindow Window => AccelerationWindow.Of(_samples, Rate);

    /// <summary>Upright for 3 s, 0.4 s of near weightlessness at the end of it, an impact at 3 s, then lying.</summary>
    internal static Motion Fall(double impactG = 4, int? seed = null) => new Motion(seed).Hold(Upright, 130).Hold(Upright, 20, 0.2).Hold(Upright, 1, impactG).Hold(Lying, 149);

    /// <summary>Sits down at 3 s: lets go a little, meets the seat, stays upright.</summary>
    internal static Motion SitDown(int? seed = null) => new Motion(seed).Hold(Upright, 140).Hold(Upright, 10, 0.85).Hold(Upright, 1, 1.4).Hold(Upright, 149);

    /// <summary>Jumps and lands at 3 s, as hard as a fall, and stands.</summary>
    internal static Motion Jump(double impactG = 4, int? seed = null) => new Motion(seed).Hold(Upright, 130).Hold(Upright, 20, 0.1).Hold(Upright, 1, impactG).Hold(Upright, 149);

    /// <summary>Lies down within two seconds and without any impact.</summary>
    internal static Motion LieDown(int? seed = null)
    {
        var motion = new Motion(seed).Hold(Upright, 125);
        for (var i = 0; i < 100; i++)
        {
            var (sin, cos) = Math.SinCos(i / 100.0 * Math.PI / 2);
            motion.Hold(new Acceleration((float)sin, (float)-cos, 0), 1);
        }

        return motion.Hold(Lying, 125);
    }

    /// <summary>Walks: two steps a second.</summary>
    internal static Motion Walk(int seconds, double swingG = 0.4, int? seed = null)
    {
        var motion = new Motion(seed);
        for (var i = 0; i < seconds * Rate; i++)
            motion.Hold(Upright, 1, 1 + (swingG * Math.Sin(i * 4 * Math.PI / Rate)));
        return motion;
    }

    internal Motion Hold(Acceleration direction, int count, double magnitudeG = 1)
    {
        for (var i = 0; i < count; i++)
            _samples.Add(new Acceleration(At(direction.X * magnitudeG), At(direction.Y * magnitudeG), At(direction.Z * magnitudeG)));
        return this;
    }

    private float At(double value) => (float)(value + (_random is null ? 0 : Noise * ((2 * _random.NextDouble()) - 1)));
}
