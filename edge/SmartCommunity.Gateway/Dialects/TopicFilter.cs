namespace SmartCommunity.Gateway.Dialects;

/// <summary>Whether a topic falls under a subscription, MQTT 4.7. Pure.</summary>
internal static class TopicFilter
{
    internal static bool Covers(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        while (true)
        {
            if (filter is "#")
                return true;
            var (filterEnd, topicEnd) = (filter.IndexOf('/'), topic.IndexOf('/'));
            var level = filterEnd < 0 ? filter : filter[..filterEnd];
            if (level is not "+" && !level.SequenceEqual(topicEnd < 0 ? topic : topic[..topicEnd]))
                return false;
            if (filterEnd < 0 || topicEnd < 0)
                return filterEnd < 0 ? topicEnd < 0 : filter[filterEnd..] is "/#";
            filter = filter[(filterEnd + 1)..];
            topic = topic[(topicEnd + 1)..];
        }
    }
}
