namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// Turns what a detector says into −log10 of the probability that this series says as much or more: the empirical share in the body, an exponential tail beyond the <see cref="TailShare"/> highest.
/// Remembers the last <see cref="Window"/> points as counts in bins that widen with the value, so that memory and time are bounded and the scale of the input does not matter.
/// </summary>
internal sealed class TailCalibrator
{
    /// <summary>Points remembered: two weeks at five minutes. On the 29 files 1000 gave 4 points of the benchmark less, 2000 and 3000 one less.</summary>
    internal const int Window = 4096;

    /// <summary>Share of points beyond which the tail is taken as exponential: 82 of 4096, enough for a mean, few enough to be the tail.</summary>
    internal const double TailShare = 0.02;

    /// <summary>Highest result: one in 100,000. Beyond, an exponential tail of 82 points says nothing; and no detector outvotes two others.</summary>
    internal const float Cap = 5;

    // Fewer points than this give no probability worth adding.
    private const int LeastPoints = 50;

    // The point itself, not yet counted, lies half to either side.
    private const double Itself = 0.5;

    // A bin is a sixteenth of an octave wide (6 %, below the spread of a tail's mean), and 511 of them span 32 octaves around the first positive input. Bin 0 is zero alone.
    private const int Bins = 512;
    private const int Middle = Bins / 2;
    private const int MantissaBitsDropped = 19;

    // Bins are counted in groups too, so that a share costs tens of additions and not hundreds.
    private const int GroupBins = 32;

    private const int BitsAByte = 8;

    // The room for points doubles from here to the window.
    private const int FirstPoints = 64;

    // A bin's number has nine bits: eight here, the ninth there.
    private byte[] _ring = [];
    private byte[] _ninths = [];
    private readonly ushort[] _counts = new ushort[Bins];
    private readonly ushort[] _groups = new ushort[Bins / GroupBins];
    private int _count;
    private int _next;
    private int _anchor;

    /// <summary>Bytes held by the arrays: they grow until the window is full.</summary>
    internal int Bytes => _ring.Length + _ninths.Length + (_counts.Length + _groups.Length) * sizeof(ushort);

    /// <summary>Takes what the detector said of the newest point; the result is 0 to <see cref="Cap"/>, from the points before it alone.</summary>
    internal float Next(float said)
    {
        var bin = Bin(said);
        var result = bin == 0 || _count < LeastPoints ? 0 : Surprise(said, bin);
        if (_count == Window)
            Count(Forgotten(), -1);
        else
            _count++;
        Count(bin, 1);
        Remember(bin);
        _next = _next + 1 == Window ? 0 : _next + 1;
        return result;
    }

    private int Forgotten() => _ring[_next] | ((_ninths[_next / BitsAByte] >> (_next % BitsAByte) & 1) << BitsAByte);

    private void Remember(int bin)
    {
        if (_next == _ring.Length)
            Grow();
        _ring[_next] = (byte)bin;
        var bit = 1 << (_next % BitsAByte);
        ref var ninths = ref _ninths[_next / BitsAByte];
        ninths = (byte)(bin >> BitsAByte == 0 ? ninths & ~bit : ninths | bit);
    }

    private void Grow()
    {
        var points = Math.Clamp(2 * _ring.Length, FirstPoints, Window);
        Array.Resize(ref _ring, points);
        Array.Resize(ref _ninths, points / BitsAByte);
    }

    private void Count(int bin, int by)
    {
        _counts[bin] = (ushort)(_counts[bin] + by);
        _groups[bin / GroupBins] = (ushort)(_groups[bin / GroupBins] + by);
    }

    private float Surprise(float said, int bin)
    {
        var asMuch = 0;
        var group = bin / GroupBins;
        for (var i = group + 1; i < _groups.Length; i++)
            asMuch += _groups[i];
        for (var i = bin; i < (group + 1) * GroupBins; i++)
            asMuch += _counts[i];
        return asMuch > TailShare * _count ? Capped((asMuch + Itself) / (_count + 1)) : Tail(said);
    }

    // P(x) = share of the tail · exp(−(x − edge) / mean excess over the edge).
    private float Tail(float said)
    {
        var tail = (int)Math.Ceiling(TailShare * _count);
        var edge = Bins;
        var seen = 0;
        var sum = 0.0;
        while (seen < tail && --edge > 0)
        {
            if ((edge + 1) % GroupBins == 0 && _groups[edge / GroupBins] == 0)
            {
                edge -= GroupBins - 1;
                continue;
            }
            var here = Math.Min(_counts[edge], tail - seen);
            if (here > 0)
                sum += here * (double)Value(edge);
            seen += here;
        }
        var low = Value(Math.Max(edge, 0));
        var excess = (sum - low * (double)seen) / tail;
        var beyond = said - (double)low;
        if (excess <= 0)
            return beyond > 0 ? Cap : Capped(TailShare);
        return Capped(TailShare * Math.Exp(-Math.Max(0, beyond) / excess));
    }

    private static float Capped(double probability) => (float)Math.Clamp(-Math.Log10(probability), 0, Cap);

    // The upper bits of a float are its logarithm, linear within an octave.
    private int Bin(float said)
    {
        if (!(said > 0))
            return 0;
        var step = BitConverter.SingleToInt32Bits(said) >> MantissaBitsDropped;
        if (_anchor == 0)
            _anchor = step - Middle;
        return Math.Clamp(step - _anchor, 1, Bins - 1);
    }

    // The middle of a bin.
    private float Value(int bin) => bin == 0 ? 0 : BitConverter.Int32BitsToSingle(((Math.Max(_anchor + bin, 0) << 1) + 1) << (MantissaBitsDropped - 1));
}
