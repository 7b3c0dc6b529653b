using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects.IotHub;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.IotHub;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>Opens the dialect a device is enrolled with on its connection. Thread-safe.</summary>
internal sealed class DialectSessions(DeviceDirectory directory, TwinFile twins)
{
    private readonly DialectSet _dialects = new(directory);

    /// <summary>Null when this version does not know the dialect: a newer cloud enrolled the device.</summary>
    internal IDialectSession? Open(DirectoryEntry entry, IDialectOutlet outlet) => _dialects.Find(entry.Dialect) switch
    {
        NativeDialect native => new NativeSession(native, entry.Address),
        IotHubDialect hub => new IotHubSession(hub, entry.Address, twins, outlet),
        _ => null,
    };
}
