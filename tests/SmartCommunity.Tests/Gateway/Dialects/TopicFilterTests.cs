using SmartCommunity.Gateway.Dialects;

namespace SmartCommunity.Tests.Gateway.Dialects;

public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("+/b", "a/b", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/+/c", "a/b", false)]
    [InlineData("a/b", "a/c", false)]
    [InlineData("a", "a/b", false)]
    [InlineData("a/b/c", "a/b", false)]
    public void A_topic_falls_under_a_filter_as_MQTT_says(string filter, string topic, bool covers)
    {
        Assert.Equal(covers, TopicFilter.Covers(filter, topic));
    }
}
