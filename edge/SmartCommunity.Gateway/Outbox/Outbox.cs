using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The gateway's durable log: two lanes, each its own SQLite file and writer thread. Appending never blocks and is thread-safe; what an
/// <see cref="BlockCommit"/> reports as stored survives a crash of the process.
/// </summary>
internal sealed class Outbox
{
    internal BlockCommit Append(in DecodedMessage message) => throw new NotImplementedException();

    internal BlockCommit Append(DeviceAddress address, DeviceEvent deviceEvent) => throw new NotImplementedException();

    internal BlockCommit AppendStatus(DeviceAddress address, long receivedAtMs, bool online) => throw new NotImplementedException();

    internal BlockCommit Append(DeviceAddress address, QuarantinedPayload payload) => throw new NotImplementedException();

    internal BlockCommit Append(CommandReport report) => throw new NotImplementedException();
}
