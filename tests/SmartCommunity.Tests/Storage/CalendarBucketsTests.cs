using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Storage;

public sealed class CalendarBucketsTests
{
    private static long At(int month, int day) => ChinaTime.StartMs(new DateOnly(2026, month, day));

    [Fact]
    public void Borders_are_Shanghai_hours_days_Mondays_and_firsts()
    {
        var at = At(11, 25) + (90 * 60_000);

        Assert.Equal((At(11, 25) + 3_600_000, At(11, 25) + 7_200_000), (CalendarBuckets.StartMs(at, CalendarBucket.Hour), CalendarBuckets.EndMs(at, CalendarBucket.Hour)));
        Assert.Equal((At(11, 25), At(11, 26)), (CalendarBuckets.StartMs(at, CalendarBucket.Day), CalendarBuckets.EndMs(at, CalendarBucket.Day)));
        Assert.Equal((At(11, 23), At(11, 30)), (CalendarBuckets.StartMs(at, CalendarBucket.Week), CalendarBuckets.EndMs(at, CalendarBucket.Week)));
        Assert.Equal((At(11, 1), At(12, 1)), (CalendarBuckets.StartMs(at, CalendarBucket.Month), CalendarBuckets.EndMs(at, CalendarBucket.Month)));
    }

    [Theory]
    [InlineData(CalendarBucket.Hour)]
    [InlineData(CalendarBucket.Day)]
    [InlineData(CalendarBucket.Week)]
    [InlineData(CalendarBucket.Month)]
    public void Buckets_adjoin_and_hold_their_own_borders(CalendarBucket bucket)
    {
        var start = CalendarBuckets.StartMs(At(1, 1), bucket);
        for (var i = 0; i < 1_000; i++)
        {
            var end = CalendarBuckets.EndMs(start, bucket);
            Assert.Equal(start, CalendarBuckets.StartMs(start, bucket));
            Assert.Equal(start, CalendarBuckets.StartMs(end - 1, bucket));
            Assert.Equal(end, CalendarBuckets.StartMs(end, bucket));
            start = end;
        }
    }
}
