using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>The highest sequence number of one boot of a device, and a bit for each of the 256 numbers that end with it.</summary>
internal struct SeqWindow
{
    /// <summary>How many numbers are remembered: four times the receive maximum we grant (64), so a reordered or repeated window of PUBLISHes fits.</summary>
    internal const int Width = 256;

    internal const int Bytes = (2 + Words) * sizeof(long);

    private const int Words = Width / BitsPerWord;
    private const int BitsPerWord = 64;
    private Bits _seen;

    internal static SeqWindow Empty => new() { Boot = -1, High = -1 };

    internal long Boot { get; init; }

    internal long High { get; set; }

    internal readonly bool Has(long seq) => seq <= High && High - seq < Width && (_seen[Word(seq)] & Bit(seq)) != 0;

    internal void Add(long seq)
    {
        if (seq <= High - Width)
            return;
        if (seq - High >= Width)
            _seen = default;
        else
            for (var skipped = High + 1; skipped <= seq; skipped++)
                _seen[Word(skipped)] &= ~Bit(skipped);
        High = Math.Max(High, seq);
        _seen[Word(seq)] |= Bit(seq);
    }

    internal readonly void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Boot);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], High);
        for (var word = 0; word < Words; word++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[((2 + word) * sizeof(long))..], _seen[word]);
    }

    internal static SeqWindow Read(ReadOnlySpan<byte> bytes)
    {
        var window = new SeqWindow
        {
            Boot = BinaryPrimitives.ReadInt64LittleEndian(bytes),
            High = BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]),
        };
        for (var word = 0; word < Words; word++)
            window._seen[word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[((2 + word) * sizeof(long))..]);
        return window;
    }

    private static int Word(long seq) => (int)((ulong)seq % Width) / BitsPerWord;

    private static ulong Bit(long seq) => 1UL << (int)((ulong)seq % BitsPerWord);

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _first;
    }
}
