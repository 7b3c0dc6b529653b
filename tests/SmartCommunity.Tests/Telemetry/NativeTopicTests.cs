using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Telemetry;

public sealed class NativeTopicTests
{
    [Fact]
    public void A_canonical_topic_is_read_and_written_back_unchanged()
    {
        const string topic = "fc/v1/baihe/wearable/w-1/telemetry";

        Assert.True(NativeTopic.TryParse(topic, out var parsed));
        Assert.Equal(new DeviceAddress("baihe", "wearable", "w-1"), parsed.Address);
        Assert.Equal(TopicKind.Telemetry, parsed.Kind);
        Assert.Equal(topic, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("fc/v1/baihe/wearable/w-1")]
    [InlineData("fc/v1/baihe/wearable/w-1/")]
    [InlineData("fc/v1/baihe/wearable//telemetry")]
    [InlineData("fc/v1/baihe/wearable/w-1/telemetry/x")]
    [InlineData("/fc/v1/baihe/wearable/w-1/telemetry")]
    [InlineData("fc/v1/baihe/+/w-1/telemetry")]
    [InlineData("fc/v1/baihe/#")]
    [InlineData("fc/v1/../wearable/w-1/telemetry")]
    [InlineData("fc/v1/baihe/wearable/w\0/telemetry")]
    [InlineData("fc/v1/baihe/wearable/电/telemetry")]
    [InlineData("fc/v2/baihe/wearable/w-1/telemetry")]
    [InlineData("fc/v1/baihe/wearable/w-1/TELEMETRY")]
    public void A_topic_that_is_not_canonical_is_refused(string topic) => Assert.False(NativeTopic.TryParse(topic, out _));
}
