using SmartCommunity.Indicators.Aggregates;

namespace SmartCommunity.Tests.Indicators.Aggregates;

public sealed class SlotCodeTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(288, 1)]
    [InlineData(24, 14)]
    [InlineData(287, 12)]
    [InlineData(96, 37)]
    public void A_day_takes_few_bytes(int evenlySet, int bytes)
    {
        var slots = default(UptimeSlots);
        for (var i = 0; i < evenlySet; i++)
            UptimeSlots.Flip(slots, i * UptimeSlots.PerDay / evenlySet);

        Assert.Equal(bytes, SlotCode.Write(slots, stackalloc byte[SlotCode.Longest]));
    }

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        const int seed = 11;
        var random = new Random(seed);
        Span<byte> bytes = stackalloc byte[SlotCode.Longest];
        for (var round = 0; round < 5_000; round++)
        {
            var slots = default(UptimeSlots);
            var (state, other) = (random.NextDouble() * random.NextDouble(), random.Next(3) == 0 ? 0 : random.NextDouble());
            for (var bit = 0; bit < 2 * UptimeSlots.PerDay; bit++)
            {
                if (random.NextDouble() < (bit < UptimeSlots.PerDay ? state : other))
                    UptimeSlots.Flip(slots, bit);
            }

            var length = SlotCode.Write(slots, bytes);
            var read = SlotCode.Read(bytes[..length]);
            Assert.Equal(length, SlotCode.LengthOf(bytes));
            Assert.Equal(UptimeSlots.Count(slots, UptimeSlots.PerDay), SlotCode.CountFirstRow(bytes));
            for (var word = 0; word < UptimeSlots.Words; word++)
                Assert.True(slots[word] == read[word], $"seed {seed}, round {round}, word {word}");
        }
    }
}
