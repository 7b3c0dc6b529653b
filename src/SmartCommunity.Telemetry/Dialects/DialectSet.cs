using SmartCommunity.Telemetry.Dialects.Dlt645;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Dialects.IotHub;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Dialects.VendorJson;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>Every dialect of this version, asking the same facts. Thread-safe.</summary>
public sealed class DialectSet(IDeviceFacts facts)
{
    private readonly IDialect[] _dialects =
    [
        new NativeDialect(facts),
        new IotHubDialect(facts),
        new ThingsBoardDialect(facts),
        new VendorJsonDialect(facts),
        new Dlt645Dialect(facts),
        new ModbusDialect(facts),
        new SparkplugDialect(facts),
        new HaDialect(facts),
    ];

    /// <summary>All dialects.</summary>
    public IReadOnlyList<IDialect> All => _dialects;

    /// <summary>The dialect with this code, or null.</summary>
    public IDialect? Find(string code) => Array.Find(_dialects, d => d.Code == code);
}
