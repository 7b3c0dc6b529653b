using System.Text.Json;
using SmartCommunity.Simulators.Behaviours;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>
/// Answers commands as a willing device: <c>{"id":…,"ok":true,"result":{}}</c>. A command that arrives again is answered again but executed once; the
/// last <see cref="Remembered"/> ids are known. One caller at a time.
/// </summary>
internal sealed class CommandAnswers
{
    private const int Remembered = 64;
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _oldestFirst = [];

    /// <summary>How many different commands were executed.</summary>
    internal int Executed { get; private set; }

    /// <summary>The answer; null when the payload names no id, for there is nobody to answer to. <paramref name="order"/> is what is to be done; null when it was done already.</summary>
    internal byte[]? Answer(ReadOnlyMemory<byte> payload, out Order? order)
    {
        order = null;
        if (Read(payload) is not ({ } id, var told))
            return null;
        if (_known.Add(id))
        {
            Executed++;
            order = told;
            _oldestFirst.Enqueue(id);
            if (_oldestFirst.Count > Remembered)
                _known.Remove(_oldestFirst.Dequeue());
        }

        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["id"] = id, ["ok"] = true, ["result"] = new object() });
    }

    private static (string? Id, Order Order) Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && TextOf(root, "id") is { } id
                ? (id, new Order(TextOf(root, "name") ?? "", root.TryGetProperty("args", out var args) ? args.Clone() : default))
                : default;
        }
        catch (JsonException)
        {
            // A device without a console can only ignore what it cannot read.
            return default;
        }
    }

    private static string? TextOf(JsonElement root, string name) => root.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
