using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>A JSON value that knows its line: what a person needs to find a fault in a file.</summary>
internal sealed class JsonNodeAt
{
    /// <summary>Deepest nesting: five schemas in a content of an interface need about twenty levels.</summary>
    private const int MaxDepth = 64;

    internal required int Line { get; init; }

    internal required JsonTokenType Kind { get; init; }

    /// <summary>Text of a string, digits of a number; empty otherwise.</summary>
    internal string Text { get; init; } = "";

    internal List<(string Name, JsonNodeAt Value)> Members { get; } = [];

    internal List<JsonNodeAt> Items { get; } = [];

    internal JsonNodeAt? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
                return member.Value;
        }

        return null;
    }

    /// <summary>Parses a document; comments are no JSON. Null and a fault when it is not JSON.</summary>
    internal static JsonNodeAt? Parse(ReadOnlySpan<byte> bytes, out DtdlFault fault)
    {
        fault = default;
        try
        {
            var lines = new LineCount();
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var node = ReadNode(ref reader, bytes, ref lines);
            reader.Read(); // Throws when something follows the value.
            return node;
        }
        catch (JsonException e)
        {
            fault = new DtdlFault((int)(e.LineNumber ?? 0) + 1, "", $"The document is not JSON of at most {MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            fault = new DtdlFault(0, "", "The document holds text that is not valid Unicode.");
        }

        return null;
    }

    private static JsonNodeAt ReadNode(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, ref LineCount lines)
    {
        var node = new JsonNodeAt
        {
            Line = lines.At(bytes, (int)reader.TokenStartIndex),
            Kind = reader.TokenType,
            Text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                _ => "",
            },
        };
        if (node.Kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                node.Members.Add((name, ReadNode(ref reader, bytes, ref lines)));
            }
        }
        else if (node.Kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                node.Items.Add(ReadNode(ref reader, bytes, ref lines));
        }

        return node;
    }

    /// <summary>Counts lines on the way, so that a document of a mebibyte is read once.</summary>
    private struct LineCount
    {
        private int _offset;
        private int _lines;

        internal int At(ReadOnlySpan<byte> bytes, int offset)
        {
            _lines += bytes[_offset..offset].Count((byte)'\n');
            _offset = offset;
            return _lines + 1;
        }
    }
}
