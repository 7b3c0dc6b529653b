using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>What a home's guard kit measured, hour by hour: to learn from.</summary>
/// <param name="Name">The home.</param>
/// <param name="First">Number of the first hour since 1970, by the wall clock of the place.</param>
/// <param name="Columns">What is measured: class and quantity, <c>pir.motion</c>.</param>
/// <param name="Hours">A row an hour, a value a column: mean of what was said at the ends of its quarters, of a register its use; not a number: nothing was said.</param>
public sealed record KitSeries(string Name, long First, IReadOnlyList<string> Columns, IReadOnlyList<double[]> Hours)
{
    /// <summary>An hour, seconds.</summary>
    public const int Seconds = 3_600;

    /// <summary>The hours by the columns asked for; one that the home has not is not a number.</summary>
    internal double[][] Rows(IReadOnlyList<string> columns)
    {
        int[] at = [.. columns.Select(c => Columns.Index().Where(own => own.Item == c).Select(static own => own.Index).DefaultIfEmpty(-1).First())];
        return [.. Hours.Select(hour => Array.ConvertAll(at, i => i < 0 ? double.NaN : hour[i]))];
    }

    /// <summary>SHA-256 of the first hours, columns and values, hexadecimal.</summary>
    internal string Hash(int hours)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, First);
        hash.AppendData(number);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Join(' ', Columns)));
        foreach (var value in Hours.Take(hours).SelectMany(static h => h))
        {
            BinaryPrimitives.WriteDoubleLittleEndian(number, value);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
