namespace SmartCommunity.Simulators.Seeded;

/// <summary>
/// Reproducible chance without state: the n-th throw of a key is always the same number, on every machine (SplitMix64's finaliser over
/// a counter, Steele et al. 2014; integer arithmetic and one exact multiplication only). A simulated value is therefore a pure function of
/// (seed, device, time), whatever was asked before.
/// </summary>
internal readonly struct Dice
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;
    private const ulong FnvOffset = 14_695_981_039_346_656_037;
    private const ulong FnvPrime = 1_099_511_628_211;
    private const int MantissaShift = 11;
    private const double MantissaUnit = 1.0 / (1UL << 53);
    private const int BellThrows = 4;

    private readonly ulong _key;

    private Dice(ulong key) => _key = key;

    internal static Dice Of(ulong seed) => new(Mix(seed + Golden));

    internal Dice Fork(string name)
    {
        var hash = FnvOffset ^ _key;
        foreach (var c in name)
            hash = (hash ^ c) * FnvPrime;
        return new Dice(Mix(hash));
    }

    internal Dice Fork(long stream) => new(Mix(_key ^ Mix((ulong)stream + Golden)));

    internal ulong Bits(long n) => Mix(_key + ((ulong)n * Golden));

    /// <summary>Uniform in [0, 1).</summary>
    internal double Unit(long n) => (Bits(n) >> MantissaShift) * MantissaUnit;

    internal bool Chance(long n, double probability) => Unit(n) < probability;

    /// <summary>Uniform in [from, to).</summary>
    internal double Between(long n, double from, double to) => from + ((to - from) * Unit(n));

    /// <summary>Bell shaped in (−1, 1): the mean of four throws, so that no value can leave the range.</summary>
    internal double Bell(long n)
    {
        var sum = 0.0;
        for (var i = 0; i < BellThrows; i++)
            sum += Unit((n * BellThrows) + i);
        return (sum / 2) - 1;
    }

    /// <summary>A continuous curve in (−1, 1) that forgets itself after about one period.</summary>
    internal double Wave(long atMs, long periodMs)
    {
        var bucket = Math.DivRem(atMs, periodMs, out var rest);
        var part = (double)rest / periodMs;
        return (Bell(bucket) * (1 - part)) + (Bell(bucket + 1) * part);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
