using SmartCommunity.Telemetry.Dialects.IotHub;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>Every dialect of this version, asking the same facts. Thread-safe.</summary>
public sealed class DialectSet(IDeviceFacts facts)
{
    private readonly IDialect[] _dialects = [new NativeDialect(facts), new IotHubDialect(facts)];

    /// <summary>All dialects.</summary>
    public IReadOnlyList<IDialect> All => _dialects;

    /// <summary>The dialect with this code, or null.</summary>
    public IDialect? Find(string code) => Array.Find(_dialects, d => d.Code == code);
}
