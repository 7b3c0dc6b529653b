using Microsoft.Extensions.Logging;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects.IotHub;
using SmartCommunity.Telemetry.Dialects.Dlt645;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Dialects.IotHub;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Dialects.VendorJson;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>Opens the dialect a device is enrolled with on its connection. Thread-safe.</summary>
internal sealed class DialectSessions(
    DeviceDirectory directory, TwinFile twins, DiscoveryFile discovery, GatewayOptions options, TimeProvider time, ILogger<DialectSessions> logger)
{
    private readonly DialectSet _dialects = new(directory);

    /// <summary>Null when this version does not know the dialect: a newer cloud enrolled the device.</summary>
    internal IDialectSession? Open(DirectoryEntry entry, IDialectOutlet outlet) => _dialects.Find(entry.Dialect) switch
    {
        NativeDialect native => new NativeSession(native, entry.Address),
        Dlt645Dialect dlt645 => new Dlt645Session(dlt645, entry.Address, directory.AliasOf),
        ModbusDialect modbus => new ForwardingSession(modbus, entry.Address),
        SparkplugDialect sparkplug => new SparkplugSession(sparkplug, entry.Address, directory.AliasOf, outlet, time, options.GatewayId),
        HaDialect homeAssistant => new HaSession(homeAssistant, entry.Address, directory, outlet, discovery, logger),
        IotHubDialect hub => new IotHubSession(hub, entry.Address, twins, outlet),
        ThingsBoardDialect board => new ThingsBoardSession(board, directory, entry.Address, outlet),
        VendorJsonDialect vendor => new VendorJsonSession(vendor, entry),
        _ => null,
    };
}
