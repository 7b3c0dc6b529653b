namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// One signal over one series: how far the newest point departs from what came before, by one idea of "departs". Causal (reads no later point), of bounded memory, and deterministic.
/// What it says has no meaning as a number: <see cref="TailCalibrator"/> makes a probability of it. Not safe for several threads.
/// </summary>
internal abstract class StreamingDetector
{
    /// <summary>Takes the next point and says how far it departs: 0 for not at all, or too early to say; never negative.</summary>
    /// <param name="localSeconds">Wall-clock seconds of the place since 1970; may stand still, jump, or go back.</param>
    /// <param name="value">Finite, in the canonical unit of the series (<see cref="CanonicalUnit"/>).</param>
    internal abstract float Next(long localSeconds, float value);

    /// <summary>Bytes held by the arrays of this detector.</summary>
    internal abstract int Bytes { get; }
}
