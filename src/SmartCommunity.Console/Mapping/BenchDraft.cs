using System.Text.Json;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Mapping;

/// <summary>What a person has entered at the mapping bench; every part may still be empty or wrong. Belongs to one page.</summary>
public sealed class BenchDraft
{
    /// <summary>The payload as text.</summary>
    public const string AsText = "text";

    /// <summary>The payload in hexadecimal digits.</summary>
    public const string AsHex = "hex";

    /// <summary>The payload in base64.</summary>
    public const string AsBase64 = "base64";

    /// <summary>Longest payload kept in the URL, in characters: with the rest it stays below the 2,000 that mail programs and chats leave whole.</summary>
    internal const int MaxPayloadInUrl = 1_000;

    /// <summary>Code of the dialect; empty: the device's own.</summary>
    public string Dialect { get; set; } = "";

    /// <summary>Id of the sender; empty when <see cref="Community"/> and <see cref="Class"/> stand for it.</summary>
    public string Device { get; set; } = "";

    /// <summary>Community of a sender that is not enrolled.</summary>
    public string Community { get; set; } = "";

    /// <summary>Class of a sender that is not enrolled.</summary>
    public string Class { get; set; } = "";

    /// <summary>Name of the profile; empty: the device's own.</summary>
    public string Profile { get; set; } = "";

    /// <summary>A profile's body as edited here, used in place of the kept one; null: the kept one.</summary>
    public string? ProfileBody { get; set; }

    /// <summary>MQTT topic; empty: the dialect's own.</summary>
    public string Topic { get; set; } = "";

    /// <summary>How the payload is written: <see cref="AsText"/>, <see cref="AsHex"/> or <see cref="AsBase64"/>.</summary>
    public string Form { get; set; } = AsText;

    /// <summary>The payload, written so.</summary>
    public string Payload { get; set; } = "";

    /// <summary>When the gateway received it; null: now.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>The draft of a quarantined payload: its sender, topic, bytes and time; the sender's place and class only when it is not enrolled any more.</summary>
    internal static BenchDraft Of(QuarantineView payload, bool enrolled) => new()
    {
        Device = payload.Device, Community = enrolled ? "" : payload.Community, Class = enrolled ? "" : payload.Class, Topic = payload.Topic,
        Form = payload.PayloadIsText ? AsText : AsHex, Payload = payload.PayloadText, ReceivedAt = payload.ReceivedAt,
    };

    /// <summary>What to ask the bench, or why the profile edited here is no JSON.</summary>
    internal Outcome<BenchRequest> ToRequest()
    {
        JsonElement? body = null;
        try
        {
            if (ProfileBody is { } text)
                body = JsonElement.Parse(text);
        }
        catch (JsonException fault)
        {
            return new Fault(FaultKind.Invalid, "profileBody", "is not JSON: " + fault.Message);
        }

        return new BenchRequest
        {
            Dialect = Dialect, Device = Device.Trim(), Community = Community, Class = Class, Profile = Profile, ProfileBody = body, Topic = Topic.Trim(), ReceivedAt = ReceivedAt,
            Text = Form == AsText ? Payload : null, Hex = Form == AsHex ? Payload : null, Base64 = Form == AsBase64 ? Payload.Trim() : null,
        };
    }

    /// <summary>The draft as query parameters; a long payload and a profile edited here are left out.</summary>
    internal Dictionary<string, object?> ToQuery() => new()
    {
        ["dialect"] = DeviceFilters.OrNull(Dialect), ["device"] = DeviceFilters.OrNull(Device.Trim()), ["community"] = DeviceFilters.OrNull(Community),
        ["class"] = DeviceFilters.OrNull(Class), ["profile"] = DeviceFilters.OrNull(Profile), ["topic"] = DeviceFilters.OrNull(Topic.Trim()),
        ["form"] = Form == AsText ? null : Form, ["text"] = Payload.Length is > 0 and <= MaxPayloadInUrl ? Payload : null,
    };
}
