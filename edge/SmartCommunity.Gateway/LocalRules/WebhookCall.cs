using System.Text.Json;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>What a call of the webhook says; <see cref="Contracts.WebhookSignature"/> signs it. Pure.</summary>
/// <remarks>
/// <code>
/// POST …
/// Content-Type: application/json
/// X-SmartCommunity-Signature: t=1764000000,v1=5257a869…
///
/// {"gateway":"gw-1","community":"baihe","class":"panicButton","device":"sos-1","type":"sos","id":"7","at":1764000000000,"receivedAt":1764000000012,"data":{}}
/// </code>
/// A receiver may see a (device, id) twice: a call whose answer was lost, or that a restart of the gateway overtook, is made again.
/// </remarks>
internal static class WebhookCall
{
    internal static byte[] Body(string gateway, SafetyMatter matter)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("gateway", gateway);
            writer.WriteString("community", matter.Address.Community);
            writer.WriteString("class", matter.Address.Class);
            writer.WriteString("device", matter.Address.Device);
            writer.WriteString("type", matter.Type);
            writer.WriteString("id", matter.EventId);
            writer.WriteNumber("at", matter.AtMs);
            writer.WriteNumber("receivedAt", matter.ReceivedAtMs);
            if (matter.DataJson.Length > 0)
            {
                writer.WritePropertyName("data");
                writer.WriteRawValue(matter.DataJson);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
