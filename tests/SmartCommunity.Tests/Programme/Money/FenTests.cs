using SmartCommunity.Programme;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Tests.Programme.Money;

public sealed class FenTests
{
    [Theory]
    [InlineData(0, "0.00 元", "CNY 0.00")]
    [InlineData(5670, "56.70 元", "CNY 56.70")]
    [InlineData(999_999, "9,999.99 元", "CNY 9,999.99")]
    [InlineData(1_000_000, "1 万元", "CNY 10,000.00")]
    [InlineData(1_200_000_000, "1,200 万元", "CNY 12,000,000.00")]
    [InlineData(1_200_000_001, "1,200.000001 万元", "CNY 12,000,000.01")]
    [InlineData(-1_234_560, "-1.23456 万元", "CNY -12,345.60")]
    public void An_amount_is_printed_without_losing_a_fen(long fen, string zh, string en) => Assert.Equal(new Words(zh, en), new Fen(fen).Text);

    [Fact]
    public void Arithmetic_is_checked()
    {
        Assert.Throws<OverflowException>(() => new Fen(long.MaxValue) + new Fen(1));
        Assert.Throws<OverflowException>(() => new Fen(long.MinValue) - new Fen(1));
        Assert.Throws<OverflowException>(() => -new Fen(long.MinValue));
        Assert.Throws<OverflowException>(() => new Fen(long.MaxValue).Percent(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fen(-1).Percent(50));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fen(1).Percent(-1));
        Assert.Equal((0, 2, 3), (new Fen(1).Percent(99).Value, new Fen(3).Percent(70).Value, new Fen(3).Percent(100).Value));
    }
}
