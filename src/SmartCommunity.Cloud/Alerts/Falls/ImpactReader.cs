using System.Buffers.Binary;
using System.Text.Json;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Cloud.Alerts.Falls;

/// <summary>
/// Reads the data of an event <c>impact</c>: a worn sensor felt one and sends the acceleration around it. Pure; says in one sentence what is wrong.
/// </summary>
/// <remarks>
/// <c>{"rateHz":50,"samples":"…"}</c>: samples in base64, six bytes each, oldest first.
/// <code>
/// offset  bytes  what
/// 0       2      x, signed, little-endian, thousandths of g
/// 2       2      y
/// 4       2      z
/// </code>
/// </remarks>
internal static class ImpactReader
{
    /// <summary>Name of the event.</summary>
    internal const string Event = "impact";

    private const int SampleBytes = 6, ComponentBytes = 2;

    private const float GPerUnit = 0.001f;

    internal static (AccelerationWindow? Window, string? Fault) Read(string dataJson)
    {
        try
        {
            using var data = JsonDocument.Parse(dataJson.Length > 0 ? dataJson : "{}");
            if (!data.RootElement.TryGetProperty("rateHz", out var rate) || rate.ValueKind != JsonValueKind.Number)
                return (null, "data.rateHz is missing; it is the samples a second.");
            if (!data.RootElement.TryGetProperty("samples", out var samples) || samples.ValueKind != JsonValueKind.String || !samples.TryGetBytesFromBase64(out var bytes))
                return (null, "data.samples is missing; it is base64 of six bytes a sample.");
            if (bytes.Length % SampleBytes != 0)
                return (null, FormattableString.Invariant($"data.samples holds {bytes.Length} bytes, which is no multiple of {SampleBytes}."));
            return (AccelerationWindow.Of([.. bytes.Chunk(SampleBytes).Select(SampleOf)], rate.GetDouble()), null);
        }
        catch (JsonException fault)
        {
            return (null, $"data is no JSON: {fault.Message}");
        }
        catch (ArgumentException fault)
        {
            return (null, fault.Message);
        }
    }

    private static Acceleration SampleOf(byte[] bytes) => new(Component(bytes, 0), Component(bytes, 1), Component(bytes, 2));

    private static float Component(byte[] bytes, int index) => GPerUnit * BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(index * ComponentBytes));
}
