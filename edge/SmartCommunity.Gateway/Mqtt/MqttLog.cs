using System.Net;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Log lines of the MQTT intake: 1000–1099.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(1000, LogLevel.Warning, "AUDIT Login refused: client id '{ClientId}' from {Remote}: {Cause}. {Suppressed} similar lines left out before.")]
    internal static partial void LoginRefused(ILogger logger, string clientId, EndPoint? remote, string cause, long suppressed);

    [LoggerMessage(1001, LogLevel.Warning, "AUDIT Publish refused: device {Device} from {Remote} on topic '{Topic}', which is not its own. {Suppressed} similar lines left out before.")]
    internal static partial void TopicRefused(ILogger logger, string device, string topic, EndPoint? remote, long suppressed);

    [LoggerMessage(1002, LogLevel.Warning, "AUDIT Subscription refused: device {Device} asked for '{Filter}'. {Suppressed} similar lines left out before.")]
    internal static partial void FilterRefused(ILogger logger, string device, string filter, long suppressed);

    [LoggerMessage(1003, LogLevel.Warning, "Connection from {Remote} refused: {Limit} connections are open already.")]
    internal static partial void TooManyConnections(ILogger logger, EndPoint? remote, int limit);

    [LoggerMessage(1004, LogLevel.Information, "AUDIT Device {Device} disconnected: its enrolment or credential was withdrawn.")]
    internal static partial void Revoked(ILogger logger, string device);

    [LoggerMessage(1005, LogLevel.Warning, "MQTT without TLS listens on {Endpoint}, which is not loopback, because AllowInsecure is set: tokens and measurements can be read on the network.")]
    internal static partial void Insecure(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(1007, LogLevel.Error, "Connection from {Remote} ended by an error of the gateway.")]
    internal static partial void ConnectionFailed(ILogger logger, EndPoint? remote, Exception exception);

    [LoggerMessage(1008, LogLevel.Debug, "Device {Device} connected from {Remote}.")]
    internal static partial void Connected(ILogger logger, string device, EndPoint? remote);
}
