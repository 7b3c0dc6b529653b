using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry.Dialects.Modbus;

namespace SmartCommunity.Tests.Telemetry.Dialects.Modbus;

public sealed class ModbusCodecTests
{
    [Fact]
    public void Every_type_is_read_as_it_was_written_in_every_word_and_byte_order() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            foreach (var type in Enum.GetValues<ModbusType>().Where(t => t != ModbusType.Text))
            {
                for (var order = 0; order < 4; order++)
                {
                    var (lowWord, lowByte, bit) = ((order & 1) != 0, (order & 2) != 0, random.Next(16));
                    var number = Number(type, random);
                    Span<ushort> words = new ushort[ModbusCodec.WordsOf(type)];
                    ModbusCodec.Split(ModbusCodec.RawOf(number, type, bit), words, lowWord, lowByte);
                    Assert.True(ModbusCodec.TryNumber(ModbusCodec.Join(words, lowWord, lowByte), type, bit, out var read), $"seed {seed}: {type}");
                    Assert.True(number == read, $"seed {seed}: {type} {lowWord} {lowByte} gave {read} for {number}");
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false, false, 0x1234, 0x5678)]
    [InlineData(true, false, 0x5678, 0x1234)]
    [InlineData(false, true, 0x3412, 0x7856)]
    [InlineData(true, true, 0x7856, 0x3412)]
    public void The_four_orders_are_the_four_that_vendors_print(bool lowWordFirst, bool lowByteFirst, ushort first, ushort second)
    {
        Assert.Equal(0x1234_5678UL, ModbusCodec.Join([first, second], lowWordFirst, lowByteFirst));
    }

    [Fact]
    public void BCD_with_a_letter_in_it_is_no_number()
    {
        Assert.False(ModbusCodec.TryNumber(0x12A4, ModbusType.Bcd16, 0, out _));
    }

    private static double Number(ModbusType type, Random random) => type switch
    {
        ModbusType.U16 => random.Next(ushort.MaxValue + 1),
        ModbusType.I16 => random.Next(short.MinValue, short.MaxValue + 1),
        ModbusType.U32 => random.NextInt64(uint.MaxValue + 1L),
        ModbusType.I32 => random.Next(int.MinValue, int.MaxValue),
        ModbusType.U64 => random.NextInt64(1L << 53), // As far as a double counts in ones.
        ModbusType.I64 => random.NextInt64(-(1L << 53), 1L << 53),
        ModbusType.F32 => (float)(random.NextDouble() - 0.5) * 1e6f,
        ModbusType.F64 => (random.NextDouble() - 0.5) * 1e12,
        ModbusType.Bcd16 => random.Next(10_000),
        ModbusType.Bcd32 => random.Next(100_000_000),
        _ => random.Next(2),
    };
}
