using Grpc.Core;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// The cloud's end of the uplink. Authenticates the gateway, tells it what is committed, takes its frames into the queue, and sends back
/// acks, directory changes and commands. One live stream per gateway: a new one ends the old one.
/// </summary>
internal sealed class UplinkEndpoint(
    GatewayEnrolment gateways, GatewayStates states, CommandDesk commands, MarkTable marks, IngestQueue queue, LiveFeed live, UsageBoard usage, RenewalRequests renewals,
    IOptions<IngestOptions> options, ILogger<UplinkEndpoint> logger) : Uplink.UplinkBase
{
    /// <summary>Largest message taken, in bytes: 8 MiB, well above the gateway's blocks of about 1 MiB.</summary>
    internal const int MaxMessageBytes = 8 * 1024 * 1024;

    public override async Task Stream(
        IAsyncStreamReader<GatewayMessage> requestStream, IServerStreamWriter<CloudMessage> responseStream, ServerCallContext context)
    {
        var hello = await ReadHelloAsync(requestStream, context);
        await using var session = new UplinkSession(hello.GatewayId);
        using var aborted = context.CancellationToken.Register(() => session.End("the connection was closed"));
        IngestLog.Connected(logger, hello.GatewayId, hello.SoftwareVersion);
        states.Attach(session, hello);
        try
        {
            await RunAsync(session, hello, requestStream, responseStream);
        }
        finally
        {
            states.Detach(session);
            IngestLog.Disconnected(logger, hello.GatewayId, session.Reason);
        }
    }

    private async Task<Hello> ReadHelloAsync(IAsyncStreamReader<GatewayMessage> incoming, ServerCallContext context)
    {
        const string Scheme = "Bearer ";
        if (!await incoming.MoveNext(context.CancellationToken) || incoming.Current.Hello is not { } hello)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be Hello."));
        var header = context.RequestHeaders.GetValue("authorization");
        var token = header?.StartsWith(Scheme, StringComparison.Ordinal) == true ? header[Scheme.Length..] : "";
        if (await gateways.AuthenticateAsync(hello.GatewayId, token, context.CancellationToken))
            return hello;
        IngestLog.Refused(logger, hello.GatewayId, "unknown gateway or wrong token");
        throw new RpcException(new Status(StatusCode.Unauthenticated, $"Gateway '{hello.GatewayId}' is unknown, or its token is wrong."));
    }

    private async Task RunAsync(
        UplinkSession session, Hello hello, IAsyncStreamReader<GatewayMessage> incoming, IServerStreamWriter<CloudMessage> outgoing)
    {
        if (FenceReason(hello) is { } reason)
            session.Fence(reason);
        else
            Welcome(session, hello);
        var pump = session.PumpAsync(outgoing);
        using var subscriptions = new GatewayNews(session, hello.DirectoryVersion, gateways, commands, logger);
        try
        {
            while (await incoming.MoveNext(session.Ended))
                await TakeAsync(session, incoming.Current);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException)
        {
            // The session ended, or the connection broke: the gateway comes back with everything not acknowledged.
        }

        session.End("the gateway ended the stream");
        await pump;
    }

    private string? FenceReason(Hello hello)
    {
        foreach (var lane in hello.Lanes)
        {
            var mark = marks.Of(hello.GatewayId, (int)lane.Lane);
            if (lane.Epoch < mark.Epoch)
                return $"epoch {lane.Epoch} of lane {lane.Lane} is older than {mark.Epoch}: another outbox has taken over this gateway id";
        }

        return null;
    }

    private void Welcome(UplinkSession session, Hello hello)
    {
        var welcome = new Welcome { CreditBytes = options.Value.CreditBytes, TakesReenrolments = true };
        foreach (var lane in hello.Lanes)
        {
            var mark = MarkAfterTrim(hello.GatewayId, lane);
            welcome.Marks.Add(new LaneMark
            {
                Lane = lane.Lane,
                Epoch = lane.Epoch,
                Sequence = mark.Epoch == lane.Epoch ? mark.Sequence : 0,
            });
        }

        session.Post(new CloudMessage { Welcome = welcome });
    }

    /// <summary>
    /// A cloud restored from an older backup has a mark below what the gateway still holds. What lies between was acknowledged and is gone here: it is said
    /// aloud, and the stream goes on behind it.
    /// </summary>
    private GatewayMark MarkAfterTrim(string gateway, LanePosition lane)
    {
        var mark = marks.Of(gateway, (int)lane.Lane);
        if (lane.Epoch != mark.Epoch || lane.FirstRetained <= mark.Sequence + 1)
            return mark;
        IngestLog.TrimmedBefore(logger, gateway, lane.Lane, mark.Sequence + 1, lane.FirstRetained - 1);
        var moved = mark with { Sequence = lane.FirstRetained - 1 };
        marks.Set([moved]);
        return moved;
    }

    private async ValueTask TakeAsync(UplinkSession session, GatewayMessage message)
    {
        switch (message.KindCase)
        {
            case GatewayMessage.KindOneofCase.Frame:
                await TakeFrameAsync(session, message.Frame);
                break;
            case GatewayMessage.KindOneofCase.Heartbeat:
                states.Heard(session.Gateway, message.Heartbeat);
                break;
            case GatewayMessage.KindOneofCase.Usage:
                usage.Heard(session.Gateway, message.Usage);
                break;
            case GatewayMessage.KindOneofCase.Reenrolment:
                renewals.Take(session.Gateway, message.Reenrolment, answer => session.Post(new CloudMessage { ReenrolmentAnswer = answer }));
                break;
            case GatewayMessage.KindOneofCase.Preview:
                TakePreview(session, message.Preview);
                break;
            default:
                session.Break($"unexpected {message.KindCase} after Hello");
                break;
        }
    }

    private void TakePreview(UplinkSession session, Preview preview)
    {
        if (BatchColumns.Read(preview.Batch.Span, out var fault) is { } columns)
            live.Preview(session.Gateway, columns);
        else
            session.Break($"preview: {fault}");
    }

    private async ValueTask TakeFrameAsync(UplinkSession session, Frame frame)
    {
        if (Crc.Of(frame.Batch.Span) != frame.Crc)
        {
            session.Break($"frame {frame.FirstSequence}+{frame.Count} was damaged on the way (CRC)");
            return;
        }

        var columns = BatchColumns.Read(frame.Batch.Span, out var fault);
        if (columns is not null && columns.Items != frame.Count)
        {
            fault = $"the frame counts {frame.Count} items, its batch holds {columns.Items}";
            columns = null;
        }

        await queue.EnqueueAsync(new FrameItem(session, session.Gateway, frame, columns, fault, states), session.Ended);
    }
}
