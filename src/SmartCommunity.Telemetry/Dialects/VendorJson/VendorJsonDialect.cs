using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>A vendor's own JSON, read through the mapping file that the sender is enrolled with: what <c>VendorJson.md</c> describes. Thread-safe.</summary>
public sealed class VendorJsonDialect(IDeviceFacts facts) : IDialect
{
    /// <summary>Deepest nesting; network servers' uplinks need eight levels.</summary>
    internal const int MaxDepth = 24;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <inheritdoc/>
    public string Code => DialectCode.VendorJson;

    /// <summary>The JSON Schema of the mapping file.</summary>
    public static string SchemaJson
    {
        get
        {
            using var reader = new StreamReader(Embedded.Open("schemas/vendor-json.schema.json"));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Telemetry, whatever the topic: the profile that knows the sender's topics is asked when the payload is decoded, and by <see cref="Owns"/> before.</summary>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) => TopicKind.Telemetry;

    /// <summary>
    /// Whether a device may publish on this topic by its profile. Without a usable profile every topic is accepted: what comes goes to quarantine and can be run again.
    /// </summary>
    public bool Owns(ReadOnlySpan<byte> topic, string device, string profile) => Find(profile) is not { Faults.Count: 0 } mapping || mapping.Owns(topic, device);

    /// <summary>The topic of a device that does not say one (HTTP), or null without a usable profile.</summary>
    public string? TopicOf(string device, string profile) => Find(profile) is { Faults.Count: 0 } mapping ? mapping.TopicOf(device) : null;

    /// <summary>Never: without the profile nobody can tell. <see cref="SaysSafety"/> can.</summary>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => false;

    /// <summary>True when a rule of the profile finds a safety event in the payload. Never throws.</summary>
    public bool SaysSafety(ReadOnlySpan<byte> payload, string profile)
    {
        if (Find(profile) is not { SafetyEvents.Count: > 0 } mapping)
            return false;
        try
        {
            return VendorPass.SaysSafety(mapping, payload, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // Not JSON; decoding says what is wrong with it.
        }
    }

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var name = payload.Profile ?? "";
        if (Find(name) is not { } mapping)
        {
            sink.OnQuarantine(QuarantineReason.Shape, $"Profile '{name}' of device '{payload.Address.Device}' does not exist; put it, then run the payload again.");
            return;
        }

        if (mapping.Faults.Count > 0)
        {
            sink.OnQuarantine(QuarantineReason.Shape, $"Profile '{name}' cannot be used: {mapping.Faults[0]}");
            return;
        }

        if (!mapping.Owns(payload.Topic, payload.Address.Device))
        {
            sink.OnQuarantine(QuarantineReason.Topic, $"The topic is none of profile '{name}' for device '{payload.Address.Device}': {string.Join(", ", mapping.Topics)}.");
            return;
        }

        var pass = new VendorPass(mapping, facts, in payload, sink);
        try
        {
            pass.Read(Options);
        }
        catch (JsonException e)
        {
            pass.Faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            pass.Faults.Add(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }

        if (pass.Faults.Any)
            sink.OnQuarantine(pass.Faults.Reason, pass.Faults.Detail);
    }

    private VendorMapping? Find(string profile) =>
        facts.Profile(profile) is { Kind: DialectCode.VendorJson } found ? VendorMapping.Of(found) : null;
}
