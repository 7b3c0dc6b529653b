using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Devices;

/// <summary>One enrolled device as the gateway knows it. Immutable.</summary>
internal sealed record DirectoryEntry(
    DeviceAddress Address, ReadOnlyMemory<byte> TokenSha256, ReadOnlyMemory<byte> NextTokenSha256, ReadOnlyMemory<byte> CertificateSha256);

/// <summary>
/// The devices enrolled to this gateway: the cloud's directory, kept in a file so that the gateway boots and authenticates without a cloud.
/// Reads are lock-free and thread-safe.
/// </summary>
internal sealed class DeviceDirectory
{
    /// <summary>Raised after a change with the ids of devices that were removed, retired, moved, or whose credential changed.</summary>
    internal event Action<IReadOnlyCollection<string>>? Revoked
    {
        add => throw new NotImplementedException();
        remove => throw new NotImplementedException();
    }

    internal DirectoryEntry? Find(string device) => throw new NotImplementedException();

    /// <summary>The mapping of a vendor's field of a device, or null.</summary>
    internal FieldMapping? Map(DeviceAddress address, string field) => throw new NotImplementedException();
}
