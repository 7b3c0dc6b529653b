using System.Numerics;
using System.Runtime.CompilerServices;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>288 slots of five minutes: one bit "a value in the state was there", one "a value in another state was there".</summary>
[InlineArray(Words)]
internal struct UptimeSlots
{
    internal const int PerDay = 288;
    internal const int Words = 2 * PerDay / BitsPerWord;

    private const int BitsPerWord = 64;

    private ulong _first;

    /// <summary>No slot is set in either row.</summary>
    internal readonly bool IsEmpty => !((ReadOnlySpan<ulong>)this).ContainsAnyExcept(0UL);

    internal static bool IsSet(ReadOnlySpan<ulong> slots, int bit) => (slots[bit / BitsPerWord] >> (bit % BitsPerWord) & 1) != 0;

    internal static void Flip(Span<ulong> slots, int bit) => slots[bit / BitsPerWord] ^= 1UL << (bit % BitsPerWord);

    /// <summary>How many of the first slots are set.</summary>
    internal static int Count(ReadOnlySpan<ulong> slots, int first)
    {
        var count = 0;
        var word = 0;
        for (; word < first / BitsPerWord; word++)
            count += BitOperations.PopCount(slots[word]);
        var rest = first % BitsPerWord;
        return rest == 0 ? count : count + BitOperations.PopCount(slots[word] & ((1UL << rest) - 1));
    }

    /// <summary>Sets slots from one up to, without, another; true when one of them was not set.</summary>
    internal static bool Fill(Span<ulong> slots, int from, int to)
    {
        var isChange = false;
        for (var word = from / BitsPerWord; word * BitsPerWord < to; word++)
        {
            var low = Math.Max(0, from - (word * BitsPerWord));
            var high = Math.Min(BitsPerWord, to - (word * BitsPerWord));
            var mask = (high == BitsPerWord ? ulong.MaxValue : (1UL << high) - 1) & ~((1UL << low) - 1);
            isChange |= (slots[word] & mask) != mask;
            slots[word] |= mask;
        }

        return isChange;
    }
}
