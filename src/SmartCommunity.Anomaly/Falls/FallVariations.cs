namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// What a person could also have done, made from what was recorded of that person. Few people let themselves be recorded falling, and trials hold few of the activities that look like falls; without
/// these nothing shows a model that a turned posture alone is no fall. Learned from, never tested on.
/// <list type="bullet">
/// <item>Lying down: a daily window in the course of which the body turns by a right angle or so. Not a fall.</item>
/// <item>Running, stairs: a daily window with its movement multiplied. Not a fall.</item>
/// <item>Jump, stumble: the impact of a fall after which the person is as upright as before. Not a fall.</item>
/// <item>A softer fall: older people fall with less force than the young who play it.</item>
/// </list>
/// </summary>
internal sealed class FallVariations(int seed)
{
    private const int Rate = AccelerationWindow.RateHz;

    // From lying on raised pillows to a little head-down.
    private const double LeastTurnDegrees = 50;
    private const double MostTurnDegrees = 110;

    // Lying down takes one to three seconds.
    private const double LeastTurnSeconds = 1;
    private const double MostTurnSeconds = 3;

    // A walk's movement about gravity is a few tenths of a g, a run's three to five times that (SisFall's D01 against published figures of jogging, 3 to 5 g at the waist).
    private const double LeastFaster = 1.5;
    private const double MostFaster = 5;

    // Recorded falls of the one older person reach half to all of the force of the young one's.
    private const double LeastForce = 0.5;
    private const double MostForce = 1;

    // Movement is what is left of a sample when the mean of half a second around it is taken away.
    private const int Smooth = Rate / 4;

    // After an impact the body is upright again within this time.
    private const int Upright = Rate / 2;

    private readonly Random _random = new(seed);

    internal IEnumerable<(string Kind, FallExample Example)> Of(AccelerationWindow window, int candidate, bool isFall)
    {
        var part = Enumerable.Range(candidate - AccelerationWindow.Around, (2 * AccelerationWindow.Around) + 1).Select(i => window.Samples[i]).ToArray();
        if (isFall)
        {
            yield return Example("softer fall", Louder(part, Between(LeastForce, MostForce)), isFall: true);
            yield return Example("jump, stumble", UprightAgain(part), isFall: false);
        }
        else
        {
            yield return Example("running, stairs", Louder(part, Between(LeastFaster, MostFaster)), isFall: false);
            yield return Example("lying down", LyingDown(Louder(part, Between(LeastForce, MostForce))), isFall: false);
        }
    }

    private static (string Kind, FallExample Example) Example(string kind, Acceleration[] samples, bool isFall) =>
        (kind, new FallExample(FallFeatures.Of(AccelerationWindow.Of(samples, Rate), AccelerationWindow.Around), isFall));

    private static Acceleration[] Louder(Acceleration[] samples, double factor) =>
    [
        .. samples.Select((sample, i) =>
        {
            var mean = Mean(samples, i);
            return new Acceleration(Scale(mean.X, sample.X, factor), Scale(mean.Y, sample.Y, factor), Scale(mean.Z, sample.Z, factor));
        }),
    ];

    // The second half shows the first one backwards, joined where the body has come to rest.
    private static Acceleration[] UprightAgain(Acceleration[] samples)
    {
        var changed = samples.ToArray();
        for (var i = AccelerationWindow.Around + Upright; i < samples.Length; i++)
            changed[i] = samples[samples.Length - 1 - i];
        return changed;
    }

    private Acceleration[] LyingDown(Acceleration[] samples)
    {
        var axis = AcrossGravity(Mean(samples, Smooth));
        double degrees = Between(LeastTurnDegrees, MostTurnDegrees), length = Between(LeastTurnSeconds, MostTurnSeconds) * Rate, start = AccelerationWindow.Around - (length / 2);
        return [.. samples.Select((sample, i) => Turned(sample, axis, degrees * Math.PI / 180 * Math.Clamp((i - start) / length, 0, 1)))];
    }

    private static Acceleration Mean(Acceleration[] samples, int at)
    {
        var part = samples.Skip(at - Smooth).Take(Math.Min(at, Smooth) + Smooth + 1).ToArray();
        return new Acceleration(part.Average(static s => s.X), part.Average(static s => s.Y), part.Average(static s => s.Z));
    }

    // Any direction at a right angle to it: the body may turn to any side.
    private (double X, double Y, double Z) AcrossGravity(Acceleration gravity)
    {
        double x = Between(-1, 1), y = Between(-1, 1), z = Between(-1, 1);
        var along = ((x * gravity.X) + (y * gravity.Y) + (z * gravity.Z)) / gravity.Dot(gravity);
        (x, y, z) = (x - (along * gravity.X), y - (along * gravity.Y), z - (along * gravity.Z));
        var length = Math.Sqrt((x * x) + (y * y) + (z * z));
        return (x / length, y / length, z / length);
    }

    // Rodrigues' formula: v cos a + (k × v) sin a + k (k · v)(1 - cos a).
    private static Acceleration Turned(Acceleration v, (double X, double Y, double Z) k, double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        var along = ((k.X * v.X) + (k.Y * v.Y) + (k.Z * v.Z)) * (1 - cos);
        return new Acceleration(
            (float)((v.X * cos) + (((k.Y * v.Z) - (k.Z * v.Y)) * sin) + (k.X * along)),
            (float)((v.Y * cos) + (((k.Z * v.X) - (k.X * v.Z)) * sin) + (k.Y * along)),
            (float)((v.Z * cos) + (((k.X * v.Y) - (k.Y * v.X)) * sin) + (k.Z * along)));
    }

    private static float Scale(float mean, float value, double factor) => (float)(mean + ((value - mean) * factor));

    private double Between(double least, double most) => least + ((most - least) * _random.NextDouble());
}
