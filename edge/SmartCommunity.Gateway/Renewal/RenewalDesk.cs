using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Renewal;

/// <summary>
/// Re-enrolments on their way to the cloud and back. Every request is answered once: by the cloud, or, when it is away, busy or silent, by the gateway, which says when to come again.
/// Nothing is kept over a restart: a device that hears nothing asks again and gets the same certificate. Thread-safe.
/// </summary>
internal sealed class RenewalDesk(TimeProvider time, ILogger<RenewalDesk> logger)
{
    /// <summary>Largest request, in bytes: a PKCS#10 with an RSA key of 8,192 bits has 3,000 in PEM; the cloud's limit.</summary>
    internal const int MaxRequestBytes = 16 * 1024;

    /// <summary>Requests of a device that are passed on in <see cref="Window"/>: a renewal needs one, and a few are lost on bad radio.</summary>
    internal const int PerWindow = 6;

    /// <summary>Requests of all devices under way: half a megabyte at their usual size.</summary>
    internal const int MaxWaiting = 256;

    /// <summary>Devices whose requests are counted; more of them within an hour wait for the next.</summary>
    internal const int MaxCounted = 20_000;

    /// <summary>When to come again while the cloud is away: soon enough for a certificate that has days, rare enough for thousands of devices.</summary>
    internal const int RetryAfterSeconds = 60;

    internal static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How long the cloud may take; it signs in milliseconds.</summary>
    internal static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>Protects everything below.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Waiting> _waiting = [];
    private readonly Dictionary<string, (long BeganAt, int Count)> _counted = new(StringComparer.Ordinal);
    private readonly Queue<Reenrolment> _outgoing = new();
    private long _lastId;
    private bool _isOpen;

    /// <summary>Raised when a request waits to be sent. The handler must be quick.</summary>
    internal event Action? Asked;

    /// <summary>Passes a device's request on; the answer comes once, later or at once.</summary>
    /// <param name="device">Who asks.</param>
    /// <param name="certificateSha256">Of the certificate of its TLS session; empty when it showed none.</param>
    /// <param name="csr">The request as it came.</param>
    /// <param name="answer">Takes the payload for the device; must be quick.</param>
    internal void Ask(string device, ReadOnlySpan<byte> certificateSha256, ReadOnlySpan<byte> csr, Action<byte[]> answer)
    {
        if (certificateSha256.IsEmpty)
            Refuse(device, answer, RenewalAnswer.Unauthorized, "simplereenroll needs a TLS session with the client certificate that is to be renewed.", 0);
        else if (csr.Length is 0 or > MaxRequestBytes)
            Refuse(device, answer, RenewalAnswer.TooLarge, $"The payload has {csr.Length} bytes; a PKCS#10 request (PEM or base64) has 1 to {MaxRequestBytes}.", 0);
        else if (TryEnqueue(device, certificateSha256, csr, answer) is { } refusal)
            Refuse(device, answer, refusal.Status, refusal.Error, refusal.RetryAfterSeconds);
        else
            Asked?.Invoke();
    }

    /// <summary>A stream is open; false: its cloud does not know re-enrolments.</summary>
    internal void Opened(bool takesReenrolments)
    {
        lock (_gate)
            _isOpen = takesReenrolments;
    }

    /// <summary>The stream ended: whoever waits is told to come again.</summary>
    internal void Closed()
    {
        Waiting[] waiting;
        lock (_gate)
        {
            _isOpen = false;
            _outgoing.Clear();
            waiting = [.. _waiting.Values];
            _waiting.Clear();
        }

        foreach (var one in waiting)
            one.End(RenewalAnswer.Refused(RenewalAnswer.Unavailable, "The connection to the cloud broke before it answered; send the same request again.", RetryAfterSeconds));
    }

    /// <summary>The next request to send.</summary>
    internal bool TryNext([NotNullWhen(true)] out Reenrolment? request)
    {
        lock (_gate)
            return _outgoing.TryDequeue(out request);
    }

    /// <summary>The cloud's answer; one that came too late is dropped, the device was told to ask again.</summary>
    internal void Answer(ReenrolmentAnswer answer)
    {
        if (Take(answer.RequestId) is not { } waiting)
            return;
        RenewalLog.Answered(logger, waiting.Device, answer.Status, answer.Fault);
        waiting.End(RenewalAnswer.Of(answer));
    }

    private (int Status, string Error, int RetryAfterSeconds)? TryEnqueue(
        string device, ReadOnlySpan<byte> certificateSha256, ReadOnlySpan<byte> csr, Action<byte[]> answer)
    {
        lock (_gate)
        {
            if (!_isOpen)
                return (RenewalAnswer.Unavailable, "The cloud cannot be reached, and only it can sign; send the same request again.", RetryAfterSeconds);
            if (_waiting.Values.Any(w => w.Device == device))
                return (RenewalAnswer.TooMany, $"An earlier request of device '{device}' waits for its answer.", (int)AnswerLimit.TotalSeconds);
            if (_waiting.Count >= MaxWaiting)
                return (RenewalAnswer.Unavailable, $"{MaxWaiting} requests wait for the cloud, which is the limit; send the same request again.", RetryAfterSeconds);
            if (Wait_NeedsLock(device) is var wait && wait > TimeSpan.Zero)
                return (RenewalAnswer.TooMany, $"Device '{device}' asked {PerWindow} times within {Window.TotalMinutes} minutes, which is the limit.", (int)Math.Ceiling(wait.TotalSeconds));
            var id = ++_lastId;
            var timer = time.CreateTimer(_ => Expire(id), null, AnswerLimit, Timeout.InfiniteTimeSpan);
            _waiting.Add(id, new Waiting(device, answer, timer));
            _outgoing.Enqueue(new Reenrolment
            {
                RequestId = id, Device = device, CertificateSha256 = ByteString.CopyFrom(certificateSha256), Csr = Encoding.UTF8.GetString(csr),
            });
            return null;
        }
    }

    /// <summary>Counts a request; how long to wait when it is one too many.</summary>
    private TimeSpan Wait_NeedsLock(string device)
    {
        if (_counted.TryGetValue(device, out var counted) && time.GetElapsedTime(counted.BeganAt) is var elapsed && elapsed < Window)
        {
            if (counted.Count >= PerWindow)
                return Window - elapsed;
            _counted[device] = (counted.BeganAt, counted.Count + 1);
            return TimeSpan.Zero;
        }

        if (_counted.Count >= MaxCounted)
        {
            foreach (var (name, (beganAt, _)) in _counted)
            {
                if (time.GetElapsedTime(beganAt) >= Window)
                    _counted.Remove(name);
            }

            if (_counted.Count >= MaxCounted)
                return Window;
        }

        _counted[device] = (time.GetTimestamp(), 1);
        return TimeSpan.Zero;
    }

    private void Expire(long id) => Take(id)?.End(RenewalAnswer.Refused(
        RenewalAnswer.Unavailable, $"The cloud did not answer within {AnswerLimit.TotalSeconds} s; send the same request again.", RetryAfterSeconds));

    private Waiting? Take(long id)
    {
        lock (_gate)
            return _waiting.Remove(id, out var waiting) ? waiting : null;
    }

    private void Refuse(string device, Action<byte[]> answer, int status, string error, int retryAfterSeconds)
    {
        RenewalLog.Refused(logger, device, status, error);
        answer(RenewalAnswer.Refused(status, error, retryAfterSeconds));
    }

    private sealed record Waiting(string Device, Action<byte[]> Answer, ITimer Timer)
    {
        internal void End(byte[] payload)
        {
            Timer.Dispose();
            Answer(payload);
        }
    }
}

internal static partial class RenewalLog
{
    [LoggerMessage(1160, LogLevel.Information, "AUDIT Re-enrolment of device {Device}: the cloud answered {Status}. {Fault}")]
    internal static partial void Answered(ILogger logger, string device, int status, string fault);

    // A device can cause these as often as its rate allows.
    [LoggerMessage(1161, LogLevel.Debug, "Re-enrolment of device {Device} was not passed on, {Status}: {Reason}")]
    internal static partial void Refused(ILogger logger, string device, int status, string reason);
}
