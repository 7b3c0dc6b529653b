using System.Text;
using System.Text.Json;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// The client attributes that devices reported over one connection, so that they can be asked for again. Bounded, gone with the connection, and no store of properties. Not thread-safe.
/// </summary>
internal sealed class ReportedAttributes
{
    /// <summary>Most attributes of a connection: a gateway with its versions and two facts of each of a hundred devices.</summary>
    internal const int MaxCount = 256;

    /// <summary>Longest value kept, in bytes of JSON.</summary>
    internal const int MaxValueBytes = 256;

    private const int MaxDepth = 8;

    private readonly Dictionary<(string Name, string Key), string> _values = [];

    /// <summary>Keeps what a payload that was just decoded says; the sender's own name is empty. What is not JSON is left out: the decoder has put it in quarantine.</summary>
    internal void Remember(ReadOnlySpan<byte> payload, bool isGateway, Func<string, bool> isCarried)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (!isGateway)
            {
                RememberObject(ref reader, payload, "");
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (isCarried(name))
                    RememberObject(ref reader, payload, name);
                else
                    reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or no text: what came before it was said all the same.
        }
    }

    /// <summary>The attributes of a device with these keys, or all of them when <paramref name="keys"/> is null.</summary>
    internal IEnumerable<(string Key, string Json)> Find(string name, IReadOnlyCollection<string>? keys) =>
        from value in _values
        where value.Key.Name == name && (keys is null || keys.Contains(value.Key.Key))
        orderby value.Key.Key
        select (value.Key.Key, value.Value);

    private void RememberObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var json = payload[start..(int)reader.BytesConsumed];
            if (json.Length <= MaxValueBytes && (_values.Count < MaxCount || _values.ContainsKey((name, key))))
                _values[(name, key)] = Encoding.UTF8.GetString(json);
        }
    }
}
