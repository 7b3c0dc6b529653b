using System.Text.Json;

namespace SmartCommunity.Gateway.Commands;

/// <summary>What a device says on its <c>cmdResp</c> topic: <c>{"id":"…","ok":true,"result":…}</c>.</summary>
internal readonly record struct CommandAnswer(string Id, bool IsOk, string ResultJson)
{
    private const int MaxDepth = 16;

    /// <summary>Reads an answer; when it is none, <paramref name="fault"/> names the field and <paramref name="isJson"/> tells bad JSON from a bad shape.</summary>
    internal static bool TryRead(ReadOnlyMemory<byte> payload, out CommandAnswer answer, out string fault, out bool isJson)
    {
        answer = default;
        isJson = false;
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MaxDepth });
            isJson = true;
            fault = Read(document.RootElement, out answer);
            return fault.Length == 0;
        }
        catch (JsonException error)
        {
            fault = $"The answer is not JSON of at most {MaxDepth} levels: {error.Message}";
            return false;
        }
    }

    private static string Read(JsonElement root, out CommandAnswer answer)
    {
        answer = default;
        if (root.ValueKind != JsonValueKind.Object)
            return "The answer must be a JSON object.";
        if (!root.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            return "Field 'id' must be the command's id, a string.";
        if (!root.TryGetProperty("ok", out var ok) || ok.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return "Field 'ok' must be true or false.";
        answer = new CommandAnswer(id.GetString()!, ok.GetBoolean(), root.TryGetProperty("result", out var result) ? result.GetRawText() : "");
        return "";
    }

    /// <summary>The payload that a device receives on its <c>cmd</c> topic: <c>{"id":"…","name":"…","args":…}</c>.</summary>
    internal static byte[] Request(StoredCommand command)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id", command.Id);
            writer.WriteString("name", command.Name);
            writer.WritePropertyName("args");
            writer.WriteRawValue(command.ArgsJson.Length == 0 ? "{}" : command.ArgsJson);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>True when the arguments of a command can be put into a request.</summary>
    internal static bool IsJson(string argsJson)
    {
        try
        {
            using var document = JsonDocument.Parse(argsJson.Length == 0 ? "{}" : argsJson);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
