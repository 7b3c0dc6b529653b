namespace SmartCommunity.Telemetry.Dialects.ThingsBoard;

/// <summary>What a device may publish in ThingsBoard's device and gateway API.</summary>
public enum ThingsBoardTopic
{
    /// <summary><c>v1/devices/me/telemetry</c></summary>
    Telemetry,

    /// <summary><c>v1/devices/me/attributes</c>: client attributes.</summary>
    Attributes,

    /// <summary><c>v1/devices/me/attributes/request/{id}</c></summary>
    AttributesRequest,

    /// <summary><c>v1/devices/me/rpc/response/{id}</c>: the answer to a command.</summary>
    RpcResponse,

    /// <summary><c>v1/devices/me/rpc/request/{id}</c>: the device calls the platform.</summary>
    RpcRequest,

    /// <summary><c>v1/devices/me/claim</c></summary>
    Claim,

    /// <summary><c>v1/gateway/telemetry</c></summary>
    GatewayTelemetry,

    /// <summary><c>v1/gateway/attributes</c></summary>
    GatewayAttributes,

    /// <summary><c>v1/gateway/connect</c></summary>
    GatewayConnect,

    /// <summary><c>v1/gateway/disconnect</c></summary>
    GatewayDisconnect,

    /// <summary><c>v1/gateway/attributes/request</c></summary>
    GatewayAttributesRequest,

    /// <summary><c>v1/gateway/rpc</c>: the answer of a carried device to a command.</summary>
    GatewayRpc,

    /// <summary><c>v1/gateway/claim</c></summary>
    GatewayClaim,
}

/// <summary>The topics of ThingsBoard's API, compared as bytes. Pure.</summary>
public static class ThingsBoardTopics
{
    /// <summary>Filter and topic of shared attributes that change; also where client attributes are published.</summary>
    public const string Attributes = "v1/devices/me/attributes";

    /// <summary>Filter of the answers to attribute requests.</summary>
    public const string AttributesResponses = "v1/devices/me/attributes/response/+";

    /// <summary>Filter of commands.</summary>
    public const string RpcRequests = "v1/devices/me/rpc/request/+";

    /// <summary>Filter of the answers to the device's own calls.</summary>
    public const string RpcResponses = "v1/devices/me/rpc/response/+";

    /// <summary>Filter and topic of carried devices' shared attributes that change.</summary>
    public const string GatewayAttributes = "v1/gateway/attributes";

    /// <summary>Filter and topic of the answers to a gateway's attribute requests.</summary>
    public const string GatewayAttributesResponse = "v1/gateway/attributes/response";

    /// <summary>Filter and topic of commands to carried devices, and of their answers.</summary>
    public const string GatewayRpc = "v1/gateway/rpc";

    /// <summary>Where a device's own measurements go.</summary>
    public const string Telemetry = "v1/devices/me/telemetry";

    /// <summary>The topic as one of the API, or null; <paramref name="request"/> is the number behind the last slash of a request or an answer, else empty.</summary>
    public static ThingsBoardTopic? Find(ReadOnlySpan<byte> topic, out ReadOnlySpan<byte> request)
    {
        request = default;
        if (topic.StartsWith("v1/devices/me/"u8))
            return OfDevice(topic["v1/devices/me/"u8.Length..], out request);
        return topic.StartsWith("v1/gateway/"u8) ? OfGateway(topic["v1/gateway/"u8.Length..]) : null;
    }

    private static ThingsBoardTopic? OfDevice(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> request)
    {
        request = default;
        if (rest.SequenceEqual("telemetry"u8))
            return ThingsBoardTopic.Telemetry;
        if (rest.SequenceEqual("attributes"u8))
            return ThingsBoardTopic.Attributes;
        if (rest.SequenceEqual("claim"u8))
            return ThingsBoardTopic.Claim;
        if (IsNumbered(rest, "rpc/response/"u8, out request))
            return ThingsBoardTopic.RpcResponse;
        if (IsNumbered(rest, "attributes/request/"u8, out request))
            return ThingsBoardTopic.AttributesRequest;
        return IsNumbered(rest, "rpc/request/"u8, out request) ? ThingsBoardTopic.RpcRequest : null;
    }

    private static ThingsBoardTopic? OfGateway(ReadOnlySpan<byte> rest)
    {
        if (rest.SequenceEqual("telemetry"u8))
            return ThingsBoardTopic.GatewayTelemetry;
        if (rest.SequenceEqual("attributes"u8))
            return ThingsBoardTopic.GatewayAttributes;
        if (rest.SequenceEqual("connect"u8))
            return ThingsBoardTopic.GatewayConnect;
        if (rest.SequenceEqual("disconnect"u8))
            return ThingsBoardTopic.GatewayDisconnect;
        if (rest.SequenceEqual("rpc"u8))
            return ThingsBoardTopic.GatewayRpc;
        if (rest.SequenceEqual("attributes/request"u8))
            return ThingsBoardTopic.GatewayAttributesRequest;
        return rest.SequenceEqual("claim"u8) ? ThingsBoardTopic.GatewayClaim : null;
    }

    private static bool IsNumbered(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> request)
    {
        const int digits = 10; // ThingsBoard numbers requests with 32-bit integers.
        request = rest.StartsWith(prefix) ? rest[prefix.Length..] : default;
        return request.Length is > 0 and <= digits && !request.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
