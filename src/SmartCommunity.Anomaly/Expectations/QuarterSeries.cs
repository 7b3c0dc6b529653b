using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>A recorded series by quarters of an hour, as detectors are given it: the value at the end of the quarter, of a register its use an hour.</summary>
/// <param name="Name">Device and quantity.</param>
/// <param name="First">Number of the first quarter since 1970, by the wall clock of the place.</param>
/// <param name="Values">A value a quarter; not a number: a gap.</param>
public sealed record QuarterSeries(string Name, long First, IReadOnlyList<double> Values)
{
    /// <summary>A quarter of an hour, seconds.</summary>
    public const int Seconds = 900;

    /// <summary>Quarters a day.</summary>
    public const int ADay = 96;

    /// <summary>The quarter that ends at an instant, or in which it lies.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="utcOffset">How far the wall clock of the place is ahead of UTC.</param>
    public static long NumberOf(DateTimeOffset at, TimeSpan utcOffset) => (long)Math.Ceiling((at.ToUnixTimeMilliseconds() + utcOffset.TotalMilliseconds) / (Seconds * 1_000.0)) - 1;

    /// <summary>SHA-256 of first quarter and values, hexadecimal.</summary>
    internal string Hash()
    {
        var bytes = new byte[sizeof(long) * (Values.Count + 1)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, First);
        for (var i = 0; i < Values.Count; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(sizeof(long) * (i + 1)), Values[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>The first values alone.</summary>
    internal QuarterSeries Take(int count) => this with { Values = [.. Values.Take(count)] };
}
