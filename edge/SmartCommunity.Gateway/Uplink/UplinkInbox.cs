using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Renewal;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>
/// What the cloud sends besides acks: the device directory, commands and answers to re-enrolments. A message that cannot be applied never ends the stream. One stream at a time.
/// </summary>
internal sealed class UplinkInbox(DeviceDirectory devices, CommandDesk commands, RenewalDesk renewals, ILogger<UplinkInbox> logger)
{
    /// <summary>The parts that came of a directory whose last part has not.</summary>
    private Directory? _begun;

    /// <summary>Re-enrolments, which travel the other way too.</summary>
    internal RenewalDesk Renewals => renewals;

    /// <summary>Begins a stream: returns the version of the directory held, and forgets parts that the stream before did not finish.</summary>
    internal long Begin()
    {
        _begun = null;
        return devices.Version;
    }

    internal void Take(CloudMessage message)
    {
        try
        {
            if (message.KindCase == CloudMessage.KindOneofCase.Directory)
                TakePart(message.Directory);
            else if (message.KindCase == CloudMessage.KindOneofCase.Command)
                commands.Accept(message.Command);
            else if (message.KindCase == CloudMessage.KindOneofCase.ReenrolmentAnswer)
                renewals.Answer(message.ReenrolmentAnswer);
        }
        catch (Exception error)
        {
            // No report goes out for what was not kept, so the cloud sends it again on the next stream.
            UplinkLog.NotApplied(logger, message.KindCase.ToString(), error);
        }
    }

    /// <summary>Applied whole: half a directory would log out the devices of the other half.</summary>
    private void TakePart(Directory part)
    {
        if (_begun is null)
            _begun = part;
        else
            _begun.MergeFrom(part);
        if (part.More)
            return;
        var whole = _begun;
        _begun = null;
        devices.Apply(whole);
    }
}
