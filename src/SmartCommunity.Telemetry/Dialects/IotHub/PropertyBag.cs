using System.Text;

namespace SmartCommunity.Telemetry.Dialects.IotHub;

/// <summary>
/// The property bag at the end of an IoT Hub topic: <c>key=value&amp;key=value</c>, percent-encoded, perhaps behind a question mark. Reading is lenient, as the hub's: a key without
/// <c>=</c> has no value. Pure; allocates only for a value that is asked for.
/// </summary>
internal static class PropertyBag
{
    /// <summary>Content type, system property.</summary>
    internal const string ContentType = "$.ct";

    /// <summary>Content encoding, system property.</summary>
    internal const string ContentEncoding = "$.ce";

    /// <summary>When the device made the message, ISO 8601 in UTC: the SDKs' <c>creationTimeUtc</c>.</summary>
    internal const string CreationTime = "$.ctime";

    /// <summary>Application property naming an event type of the device's class: the message is that event.</summary>
    internal const string EventType = "eventType";

    /// <summary>The value of a key, decoded; null when the key is not there, empty when it has no value.</summary>
    internal static string? Find(ReadOnlySpan<byte> bag, string key)
    {
        if (!bag.IsEmpty && bag[0] == (byte)'?')
            bag = bag[1..];
        while (!bag.IsEmpty)
        {
            var end = bag.IndexOf((byte)'&');
            var pair = end < 0 ? bag : bag[..end];
            bag = end < 0 ? default : bag[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            if (IsName(name, key))
                return equals < 0 ? "" : Decoded(pair[(equals + 1)..]);
        }

        return null;
    }

    private static bool IsName(ReadOnlySpan<byte> name, string key)
    {
        if (name.IndexOf((byte)'%') >= 0)
            return Decoded(name) == key;
        if (name.Length != key.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != key[i])
                return false;
        }

        return true;
    }

    private static string Decoded(ReadOnlySpan<byte> text) => Uri.UnescapeDataString(Encoding.UTF8.GetString(text));
}
