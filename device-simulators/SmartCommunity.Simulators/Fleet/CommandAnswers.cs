using System.Text.Json;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>
/// Answers commands as a willing device: <c>{"id":…,"ok":true,"result":{}}</c>. A command that arrives again is answered again but executed once; the
/// last <see cref="Remembered"/> ids are known. One caller at a time.
/// </summary>
internal sealed class CommandAnswers
{
    private const int Remembered = 64;
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _order = [];

    /// <summary>How many different commands were executed.</summary>
    internal int Executed { get; private set; }

    /// <summary>The answer; null when the payload names no id, for there is nobody to answer to.</summary>
    internal byte[]? Answer(ReadOnlyMemory<byte> payload)
    {
        if (IdOf(payload) is not { } id)
            return null;
        if (_known.Add(id))
        {
            Executed++;
            _order.Enqueue(id);
            if (_order.Count > Remembered)
                _known.Remove(_order.Dequeue());
        }

        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["id"] = id, ["ok"] = true, ["result"] = new object() });
    }

    private static string? IdOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A device without a console can only ignore what it cannot read.
            return null;
        }
    }
}
