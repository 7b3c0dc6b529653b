using System.Text.Json;
using SmartCommunity.Gateway.Commands;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>An answer to a command as ThingsBoard devices give it; with a fault it is none.</summary>
internal readonly record struct ThingsBoardAnswer(string Device, int Number, bool IsOk, string ResultJson, string? Fault = null, bool IsJson = true);

/// <summary>Writes and reads the JSON of ThingsBoard's attribute requests and RPC. Pure.</summary>
internal static class ThingsBoardAnswers
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>A command: <c>{"method":"…","params":…}</c>.</summary>
    internal static byte[] Call(StoredCommand command) => Write(writer => WriteCall(writer, command));

    /// <summary>A command to a carried device: <c>{"device":"A","data":{"id":…,"method":"…","params":…}}</c>.</summary>
    internal static byte[] CallOf(string name, int number, StoredCommand command) => Write(writer =>
    {
        writer.WriteString("device", name);
        writer.WriteStartObject("data");
        writer.WriteNumber("id", number);
        WriteCall(writer, command);
        writer.WriteEndObject();
    });

    /// <summary>The properties of a <c>setProperties</c> command as a JSON object, or null when it has none.</summary>
    internal static string? PropertiesOf(StoredCommand command)
    {
        using var document = Parse(System.Text.Encoding.UTF8.GetBytes(command.ArgsJson));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.GetRawText()
            : null;
    }

    /// <summary>Shared attributes of a carried device: <c>{"device":"A","data":{…}}</c>.</summary>
    internal static byte[] AttributesOf(string name, string properties) => Write(writer =>
    {
        writer.WriteString("device", name);
        writer.WritePropertyNameAndRaw("data", properties);
    });

    /// <summary>The answer to a device that calls the platform.</summary>
    internal static byte[] NoCalls() => Write(writer => writer.WriteString(
        "error", "This platform takes no calls from devices: publish measurements and attributes, and answer the calls on v1/devices/me/rpc/request/+."));

    /// <summary>The answer to <c>{"clientKeys":"a,b","sharedKeys":"c"}</c>; without keys, everything.</summary>
    internal static byte[] Attributes(ReadOnlySpan<byte> request, ReportedAttributes attributes)
    {
        var (client, shared) = (Keys(request, "clientKeys"), Keys(request, "sharedKeys"));
        return Write(writer =>
        {
            if (client is not null || shared is null)
                WriteValues(writer, "client", attributes.Find("", client));
            if (shared is not null || client is null)
                WriteValues(writer, "shared", []);
        });
    }

    /// <summary>The answer to <c>{"id":1,"device":"A","client":true,"key":"k"}</c>, with <c>keys</c> or lists of names likewise.</summary>
    internal static byte[] GatewayAttributes(ReadOnlySpan<byte> request, ReportedAttributes attributes, Func<string, bool> isCarried)
    {
        using var document = Parse(request.ToArray());
        var root = document?.RootElement ?? default;
        var (name, number) = (TextOf(root, "device"), NumberOf(root, "id"));
        var single = TextOf(root, "key");
        var asksClient = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("client", out var client) && client.ValueKind is JsonValueKind.True or JsonValueKind.Array;
        var keys = single.Length > 0 ? [single] : asksClient ? TextsOf(root, "client") ?? TextsOf(root, "keys") : TextsOf(root, "keys");
        return Write(writer =>
        {
            writer.WriteNumber("id", number);
            writer.WriteString("device", name);
            if (!isCarried(name))
            {
                writer.WriteString("error", "The device is not enrolled as one that this gateway carries.");
                return;
            }

            // Shared attributes are not kept yet; what a device reported itself is the client's.
            (string, string Json)[] found = asksClient ? [.. attributes.Find(name, keys)] : [];
            if (single.Length == 0)
                WriteValues(writer, "values", found);
            else if (found is [var (_, value)])
                writer.WritePropertyNameAndRaw("value", value);
            else
                writer.WriteNull("value");
        });
    }

    /// <summary>
    /// Reads an answer: any JSON of a device, <c>{"device":"A","id":1,"data":…}</c> of a gateway. It says failed with a member <c>error</c> or with <c>"success":false</c>.
    /// </summary>
    internal static ThingsBoardAnswer Read(ReadOnlyMemory<byte> payload, bool isGateway)
    {
        using var document = Parse(payload);
        if (document is null)
            return new ThingsBoardAnswer("", 0, IsOk: false, "", $"The answer is not JSON of at most {MaxDepth} levels.", IsJson: false);
        var root = document.RootElement;
        if (!isGateway)
            return new ThingsBoardAnswer("", 0, !SaysFailed(root), root.GetRawText());
        var name = TextOf(root, "device");
        if (name.Length == 0)
            return new ThingsBoardAnswer("", 0, IsOk: false, "", "Field 'device' must be the name of a carried device, a text.");
        var number = NumberOf(root, "id");
        if (number < 0)
            return new ThingsBoardAnswer("", 0, IsOk: false, "", "Field 'id' must be the number of the call.");
        return root.TryGetProperty("data", out var result)
            ? new ThingsBoardAnswer(name, number, !SaysFailed(result), result.GetRawText())
            : new ThingsBoardAnswer(name, number, !SaysFailed(root), "");
    }

    private static bool SaysFailed(JsonElement answer) => answer.ValueKind == JsonValueKind.Object
        && ((answer.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            || (answer.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False));

    private static JsonDocument? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonDocument.Parse(payload, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[]? Keys(ReadOnlySpan<byte> request, string member)
    {
        using var document = Parse(request.ToArray());
        var keys = TextOf(document?.RootElement ?? default, member);
        return keys.Length == 0 ? null : keys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static string TextOf(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value) ? Text(value) ?? "" : "";

    private static string[]? TextsOf(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(Text).OfType<string>()]
            : null;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair in an escape.
        }
    }

    private static int NumberOf(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : -1;

    private static void WriteCall(Utf8JsonWriter writer, StoredCommand command)
    {
        writer.WriteString("method", command.Name);
        writer.WritePropertyNameAndRaw("params", command.ArgsJson.Length == 0 ? "{}" : command.ArgsJson);
    }

    private static void WriteValues(Utf8JsonWriter writer, string member, IEnumerable<(string Key, string Json)> values)
    {
        writer.WriteStartObject(member);
        foreach (var (key, json) in values)
            writer.WritePropertyNameAndRaw(key, json);
        writer.WriteEndObject();
    }

    private static void WritePropertyNameAndRaw(this Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json);
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
