using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Ingest;

public sealed class MarkTableTests
{
    private static readonly GatewayMark Mark = new("gw-1", Lane: 0, Epoch: 5, Sequence: 100);

    [Theory]
    [InlineData(5, 101, 10, "Next")]
    [InlineData(5, 91, 10, "Committed")]
    [InlineData(5, 1, 1, "Committed")]
    [InlineData(5, 102, 1, "OutOfOrder")]
    [InlineData(5, 95, 10, "OutOfOrder")]
    [InlineData(6, 1, 10, "Next")]
    [InlineData(6, 40, 10, "Next")]
    [InlineData(4, 101, 10, "Fenced")]
    public void A_frame_is_placed_by_epoch_then_by_sequence(long epoch, long first, int count, string place) =>
        Assert.Equal(place, MarkTable.PlaceOf(Mark, epoch, first, count).ToString());

    [Fact]
    public void Lanes_and_gateways_have_marks_of_their_own()
    {
        var marks = new MarkTable();
        marks.Set([Mark]);

        Assert.Equal(Mark, marks.Of("gw-1", 0));
        Assert.Equal(new GatewayMark("gw-1", 1, 0, 0), marks.Of("gw-1", 1));
        Assert.Equal(new GatewayMark("gw-2", 0, 0, 0), marks.Of("gw-2", 0));
    }
}
