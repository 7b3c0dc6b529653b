using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects.IotHub;
using SmartCommunity.Gateway.Renewal;
using SmartCommunity.Telemetry.Dialects.Dlt645;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Dialects.IotHub;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Dialects.VendorJson;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>Opens the dialect a device is enrolled with on its connection, and forgets what was kept for one that is no longer enrolled. Thread-safe.</summary>
internal sealed class DialectSessions
{
    private readonly DeviceDirectory _directory;
    private readonly TwinFile _twins;
    private readonly DiscoveryFile _discovery;
    private readonly string _hostId;
    private readonly RenewalDesk _renewals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DialectSet _dialects;

    public DialectSessions(
        DeviceDirectory directory, TwinFile twins, DiscoveryFile discovery, RenewalDesk renewals, GatewayOptions options, TimeProvider time, ILogger<DialectSessions> logger)
    {
        (_directory, _twins, _discovery, _renewals, _hostId, _time, _logger) = (directory, twins, discovery, renewals, options.GatewayId, time, logger);
        _dialects = new DialectSet(directory);
        directory.Revoked += ForgetRemoved;
    }

    /// <summary>Null when this version does not know the dialect: a newer cloud enrolled the device.</summary>
    /// <param name="entry">The device.</param>
    /// <param name="outlet">The way back to it.</param>
    /// <param name="certificateSha256">Of the certificate of its TLS session; empty when it showed none.</param>
    internal IDialectSession? Open(DirectoryEntry entry, IDialectOutlet outlet, ReadOnlyMemory<byte> certificateSha256 = default) => _dialects.Find(entry.Dialect) switch
    {
        NativeDialect native => new NativeSession(native, entry.Address, outlet, _renewals, certificateSha256),
        Dlt645Dialect dlt645 => new Dlt645Session(dlt645, entry.Address, _directory.AliasOf),
        ModbusDialect modbus => new ForwardingSession(modbus, entry.Address),
        SparkplugDialect sparkplug => new SparkplugSession(sparkplug, entry.Address, _directory.AliasOf, outlet, _time, _hostId),
        HaDialect homeAssistant => new HaSession(homeAssistant, entry.Address, _directory, outlet, _discovery, _logger),
        IotHubDialect hub => new IotHubSession(hub, entry.Address, _twins, outlet),
        ThingsBoardDialect board => new ThingsBoardSession(board, _directory, entry.Address, outlet),
        VendorJsonDialect vendor => new VendorJsonSession(vendor, entry),
        _ => null,
    };

    private void ForgetRemoved(IReadOnlyCollection<string> devices)
    {
        foreach (var device in devices)
        {
            if (_directory.Find(device) is not null)
                continue;
            try
            {
                _discovery.Forget(device);
            }
            catch (SqliteException error)
            {
                DialectLog.NotForgotten(_logger, device, error);
            }
        }
    }
}
