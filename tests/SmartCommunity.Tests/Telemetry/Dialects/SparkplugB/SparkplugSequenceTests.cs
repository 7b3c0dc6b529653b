using SmartCommunity.Telemetry.Dialects.SparkplugB;

namespace SmartCommunity.Tests.Telemetry.Dialects.SparkplugB;

public sealed class SparkplugSequenceTests
{
    [Fact]
    public void The_circle_closes_after_255()
    {
        var sequence = new SparkplugSequence();
        sequence.Begin();

        for (var seq = 1; seq < 600; seq++)
            sequence.Take(seq % 256);

        Assert.Equal(0, sequence.Missing);
    }

    [Fact]
    public void A_late_message_closes_its_gap_and_a_birth_closes_all()
    {
        var sequence = new SparkplugSequence();
        sequence.Begin();

        sequence.Take(1);
        sequence.Take(4);
        Assert.Equal(2, sequence.Missing);
        sequence.Take(3);
        Assert.Equal(1, sequence.Missing);
        sequence.Take(2);
        Assert.Equal(0, sequence.Missing);
        sequence.Take(9);
        sequence.Begin();
        Assert.Equal(0, sequence.Missing);
        sequence.Take(1);
        Assert.Equal(0, sequence.Missing);
    }
}
