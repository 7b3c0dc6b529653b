using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Gateway.Http;

/// <summary>
/// Takes payloads over HTTP from devices that cannot speak MQTT: the same login secrets, rates, decoders and outbox. The answer 200 leaves after the fsync, as a PUBACK does. Thread-safe.
/// </summary>
internal sealed class HttpIngest(
    DeviceDirectory directory, HttpDevices devices, PayloadIntake payloads, IntakeOptions options, IntakeMeter meter, TimeProvider time, ILogger<HttpIngest> logger)
{
    /// <summary>When the outbox refuses, it takes the uplink or a person to make room: half a minute is soon enough to ask again.</summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromSeconds(30);

    private readonly VendorJsonDialect _vendor = new(directory);
    private readonly AuditLimit _auditLimit = new(time);

    internal async Task HandleAsync(HttpContext context) => await (await AnswerAsync(context)).ExecuteAsync(context);

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (IngestRoute.Find(path) is not { } route)
            return HttpAnswers.NotFound(path);
        if (!HttpMethods.IsPost(context.Request.Method))
            return HttpAnswers.NotPost(context);
        if (HttpLogin.Identify(directory, route.Token, context.Request.Headers.Authorization) is not { } entry)
            return Refuse(context);
        if (devices.Find(entry, out var isFull) is not { } device)
            return isFull ? HttpAnswers.Refused(context, RefusedWait) : HttpAnswers.NotItsPath(path, entry.Dialect);
        if (route.TopicFor(entry, _vendor) is not { } topic)
            return HttpAnswers.NotItsPath(path, entry.Dialect);
        try
        {
            if (await ReadAsync(context.Request) is not { } body)
                return HttpAnswers.TooLarge(context, options.MaxFrameBytes);
            return await TakeAsync(context, device, topic, body);
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's own limits: longer than it said, or slower than the least rate.
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? HttpAnswers.TooLarge(context, options.MaxFrameBytes) : HttpAnswers.TooSlow(context);
        }
    }

    private async Task<IResult> TakeAsync(HttpContext context, SpeakingDevice device, string topic, byte[] body)
    {
        var sink = Take(device, Encoding.UTF8.GetBytes(topic), body, out var wait);
        if (wait is { } until)
        {
            meter.CountThrottled();
            return HttpAnswers.TooMany(context, until);
        }

        if (sink is null)
            return HttpAnswers.NotItsPath(context.Request.Path.Value ?? "", device.Entry.Dialect);
        var received = time.GetTimestamp();
        var stored = await sink.StoredAsync();
        meter.CountCommitted(stored);
        meter.RecordCommit(time.GetElapsedTime(received));
        return stored ? HttpAnswers.Stored(sink) : HttpAnswers.Refused(context, RefusedWait);
    }

    /// <summary>Null: the device's rate is exceeded, or the topic carries no data of its own.</summary>
    private OutboxSink? Take(SpeakingDevice device, byte[] topic, byte[] body, out TimeSpan? wait)
    {
        wait = null;
        lock (device)
        {
            if (!TopicRules.IsCanonical(topic) || device.Dialect.KindOf(topic) is not { } kind || kind is TopicKind.Request or TopicKind.CommandResponse)
                return null;
            if (device.TryTake(kind, topic, body, canOnlyWait: false))
                return payloads.Take(device, new Arrival(kind, topic, body, isDuplicate: false));
            device.CountRefused();
            wait = device.Wait;
            return null;
        }
    }

    private IResult Refuse(HttpContext context)
    {
        meter.CountRefused("login");
        if (_auditLimit.TryTake(out var suppressed))
            HttpLog.LoginRefused(logger, context.Connection.RemoteIpAddress?.ToString() ?? "", suppressed);
        return HttpAnswers.Unauthorized(context);
    }

    /// <summary>The body, or null when it is larger than the limit of a payload.</summary>
    private async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > options.MaxFrameBytes)
            return null;
        var result = await request.BodyReader.ReadAtLeastAsync(options.MaxFrameBytes + 1, request.HttpContext.RequestAborted);
        var body = result.Buffer.Length > options.MaxFrameBytes ? null : result.Buffer.ToArray();
        request.BodyReader.AdvanceTo(result.Buffer.End);
        return body;
    }
}

internal static partial class HttpLog
{
    [LoggerMessage(1400, LogLevel.Warning, "AUDIT HTTP login refused from {Remote}: its token is missing or of no device. {Suppressed} similar lines left out before.")]
    internal static partial void LoginRefused(ILogger logger, string remote, long suppressed);

    [LoggerMessage(1401, LogLevel.Warning, "HTTP without TLS listens on {Endpoint}, which is not loopback, because AllowInsecure is set: tokens and measurements can be read on the network.")]
    internal static partial void Insecure(ILogger logger, string endpoint);
}
