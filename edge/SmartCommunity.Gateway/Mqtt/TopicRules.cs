using System.Text.Unicode;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Whether the topic name of a PUBLISH is canonical. MQTTnet itself lets several of these pass (measured). Pure.</summary>
internal static class TopicRules
{
    /// <summary>
    /// False for an empty topic, one that is not UTF-8, holds a control character or a wildcard, has an empty level or the level <c>..</c>.
    /// </summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> topic)
    {
        if (topic.IsEmpty || !Utf8.IsValid(topic) || topic.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || topic.IndexOfAny((byte)'+', (byte)'#') >= 0)
            return false;
        foreach (var range in topic.Split((byte)'/'))
        {
            var level = topic[range];
            if (level.IsEmpty || level.SequenceEqual(".."u8))
                return false;
        }

        return true;
    }
}
