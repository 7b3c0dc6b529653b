namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// A stretch of acceleration of one sensor without gaps, brought to <see cref="RateHz"/> samples a second by averaging, so that sensors of any rate are judged alike. Immutable.
/// </summary>
public sealed class AccelerationWindow
{
    /// <summary>Samples a second that features are computed from: what fall watches deliver; an impact (0.1 s wide and more) keeps its shape.</summary>
    public const int RateHz = 50;

    /// <summary>Highest sample rate taken, in Hz: no accelerometer worn by a person delivers more.</summary>
    public const double RateHzMax = 2_000;

    /// <summary>Largest component taken, in g: the widest range of shock sensors. More is a damaged value.</summary>
    public const float ComponentGMax = 400;

    /// <summary>Seconds needed before an impact, and as many after it: one to see posture and movement, one for the fall itself.</summary>
    public const int SecondsAround = 2;

    /// <summary>Shortest window: an impact in its middle with what is needed around it.</summary>
    public static readonly TimeSpan ShortestLength = TimeSpan.FromSeconds(2 * SecondsAround);

    /// <summary>Longest window: a recorded trial lasts 100 s; a stream is judged piece by piece.</summary>
    public static readonly TimeSpan LongestLength = TimeSpan.FromMinutes(10);

    internal const int Around = SecondsAround * RateHz;

    // Two impacts within a second are one: a body bounces, and steps of a walk follow each other twice as fast.
    private const int Apart = RateHz;

    private readonly Acceleration[] _samples;
    private readonly double[] _magnitudes;

    private AccelerationWindow(Acceleration[] samples)
    {
        _samples = samples;
        _magnitudes = [.. samples.Select(static s => s.Magnitude)];
    }

    /// <summary>How long the window is.</summary>
    public TimeSpan Length => TimeOf(_samples.Length);

    internal IReadOnlyList<Acceleration> Samples => _samples;

    internal IReadOnlyList<double> Magnitudes => _magnitudes;

    /// <summary>A window of samples that follow each other at a fixed rate.</summary>
    /// <param name="samples">The samples, oldest first, in g; <see cref="ShortestLength"/> to <see cref="LongestLength"/>.</param>
    /// <param name="sampleRateHz">Samples a second, <see cref="RateHz"/> to <see cref="RateHzMax"/>.</param>
    /// <exception cref="ArgumentException">The rate, the length or a sample lies outside its limits; the message names which.</exception>
    public static AccelerationWindow Of(IReadOnlyList<Acceleration> samples, double sampleRateHz)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!(sampleRateHz is >= RateHz and <= RateHzMax))
            throw new ArgumentOutOfRangeException(nameof(sampleRateHz), sampleRateHz, $"The sample rate must be {RateHz} to {RateHzMax} Hz.");
        var count = (int)Math.Floor(samples.Count * RateHz / sampleRateHz);
        if (count <= 2 * Around || TimeOf(count) > LongestLength)
            throw new ArgumentException($"The window must be longer than {ShortestLength.TotalSeconds} s and at most {LongestLength.TotalSeconds} s, not {samples.Count / sampleRateHz:0.###} s.", nameof(samples));
        for (var i = 0; i < samples.Count; i++)
        {
            if (!(IsPossible(samples[i].X) && IsPossible(samples[i].Y) && IsPossible(samples[i].Z)))
                throw new ArgumentException($"Sample {i} is {samples[i]}: each component must be a number within ±{ComponentGMax} g.", nameof(samples));
        }

        return new AccelerationWindow([.. Enumerable.Range(0, count).Select(bin => Mean(samples, Edge(bin), Edge(bin + 1)))]);

        int Edge(int bin) => Math.Min(samples.Count, (int)Math.Ceiling(bin * sampleRateHz / RateHz));
    }

    /// <summary>Where an impact may be: the samples that are largest within a second to either side and have enough around them; the largest of all that have, where there is none.</summary>
    internal IReadOnlyList<int> Candidates()
    {
        var inside = Enumerable.Range(Around, _samples.Length - (2 * Around)).ToArray();
        var found = inside.Where(IsLargestAround).ToArray();
        return found.Length > 0 ? found : [inside.MaxBy(i => _magnitudes[i])];
    }

    /// <summary>The sample of the largest magnitude of all.</summary>
    internal int Largest() => Enumerable.Range(0, _magnitudes.Length).MaxBy(i => _magnitudes[i]);

    internal static TimeSpan TimeOf(int sample) => TimeSpan.FromTicks(sample * (TimeSpan.TicksPerSecond / RateHz));

    internal Acceleration Mean(int from, int to) => Mean(_samples, from, to);

    private static Acceleration Mean(IReadOnlyList<Acceleration> samples, int from, int to)
    {
        double x = 0, y = 0, z = 0;
        for (var i = from; i < to; i++)
        {
            x += samples[i].X;
            y += samples[i].Y;
            z += samples[i].Z;
        }

        var count = to - from;
        return new Acceleration((float)(x / count), (float)(y / count), (float)(z / count));
    }

    private static bool IsPossible(float component) => Math.Abs(component) <= ComponentGMax;

    // Of equal ones the first.
    private bool IsLargestAround(int index)
    {
        for (var i = Math.Max(0, index - Apart); i <= Math.Min(_magnitudes.Length - 1, index + Apart); i++)
        {
            if (_magnitudes[i] > _magnitudes[index] || (_magnitudes[i] == _magnitudes[index] && i < index))
                return false;
        }

        return true;
    }
}
