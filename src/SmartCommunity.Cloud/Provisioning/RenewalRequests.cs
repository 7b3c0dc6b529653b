using Google.Protobuf;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Re-enrolments that come up the uplink: each is answered, none holds up the stream. At most <see cref="MaxUnderWay"/> are worked on; one more is told to come later. Thread-safe.
/// </summary>
internal sealed partial class RenewalRequests(CertificateRenewal renewal, IHostApplicationLifetime lifetime, ILogger<RenewalRequests> logger)
{
    /// <summary>Each costs the registry's single writer a commit; so many take less than a second.</summary>
    internal const int MaxUnderWay = 32;

    /// <summary>When there is no better answer: a minute lets a crowd thin out.</summary>
    internal const int RetryAfterSeconds = 60;

    private int _underWay;

    /// <summary>Takes a request; <paramref name="answer"/> is called once, later.</summary>
    internal void Take(string gateway, Reenrolment request, Action<ReenrolmentAnswer> answer)
    {
        if (Interlocked.Increment(ref _underWay) <= MaxUnderWay)
        {
            _ = AnswerAsync(gateway, request, answer);
            return;
        }

        Interlocked.Decrement(ref _underWay);
        answer(Later(request, $"{MaxUnderWay} re-enrolments are under way, which is the limit."));
    }

    private async Task AnswerAsync(string gateway, Reenrolment request, Action<ReenrolmentAnswer> answer)
    {
        try
        {
            await Task.Yield(); // Signing is work: not on the stream's reader.
            var sha256 = Convert.ToHexStringLower(request.CertificateSha256.Span);
            var outcome = await renewal.RenewAsync(gateway, request.Device, sha256, request.Csr, lifetime.ApplicationStopping);
            answer(outcome.Succeeded
                ? new ReenrolmentAnswer { RequestId = request.RequestId, Status = StatusCodes.Status200OK, Certificate = ByteString.CopyFrom(outcome.Value!) }
                : Refused(request, outcome.Faults[0]));
        }
        catch (OperationCanceledException)
        {
            // The cloud stops: the gateway tells its device to come later.
        }
        catch (Exception exception)
        {
            // The one place where a failure of the registry or of a key file is known not to be the device's: it comes again.
            LogFailed(request.Device, exception);
            answer(Later(request, "The cloud could not sign."));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private static ReenrolmentAnswer Refused(Reenrolment request, Fault fault) => new()
    {
        RequestId = request.RequestId, Status = Problems.StatusOf(fault.Kind), Fault = fault.Message,
        RetryAfterS = fault.RetryAfterSeconds ?? (fault.Kind == FaultKind.Unavailable ? RetryAfterSeconds : 0),
    };

    private static ReenrolmentAnswer Later(Reenrolment request, string fault) => new()
    {
        RequestId = request.RequestId, Status = StatusCodes.Status503ServiceUnavailable, Fault = fault, RetryAfterS = RetryAfterSeconds,
    };

    [LoggerMessage(2314, LogLevel.Error, "Re-enrolment of device {Device} failed in the cloud; it is told to come later.")]
    private partial void LogFailed(string device, Exception exception);
}
