using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>What the cloud sends besides acks: the device directory and commands. A message that cannot be applied never ends the stream.</summary>
internal sealed class UplinkInbox(DeviceDirectory devices, CommandDesk commands, ILogger<UplinkInbox> logger)
{
    internal long DirectoryVersion => devices.Version;

    internal void Take(CloudMessage message)
    {
        try
        {
            if (message.KindCase == CloudMessage.KindOneofCase.Directory)
                devices.Apply(message.Directory);
            else if (message.KindCase == CloudMessage.KindOneofCase.Command)
                commands.Accept(message.Command);
        }
        catch (Exception error)
        {
            // No report goes out for what was not kept, so the cloud sends it again on the next stream.
            UplinkLog.NotApplied(logger, message.KindCase.ToString(), error);
        }
    }
}
