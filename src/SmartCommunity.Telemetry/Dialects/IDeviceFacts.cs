using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>What a dialect asks about enrolled devices while it decodes. Thread-safe; answers from memory.</summary>
public interface IDeviceFacts
{
    /// <summary>The conversion of a vendor's field of a device, or null. Asked for fields that are no quantity of the catalogue.</summary>
    FieldConversion? Map(DeviceAddress address, string field);

    /// <summary>The device that <paramref name="carrier"/> calls by this name, or null when none is enrolled so.</summary>
    DeviceAddress? FindCarried(string carrier, string alias);

    /// <summary>The mapping file or register profile of this name, or null. The same object until it is changed.</summary>
    DialectProfile? Profile(string name);

    /// <summary>The name of the profile that a device itself is enrolled with; null: none, its carrier's counts.</summary>
    string? ProfileOf(DeviceAddress device) => null;

    /// <summary>What a vendor's client calls a device that connects itself; null: its id.</summary>
    string? AliasOf(DeviceAddress device) => null;
}

/// <summary>How one vendor's payloads or one model's registers are to be read: a document that people edit.</summary>
/// <param name="Name">An <see cref="Identifier"/>.</param>
/// <param name="Kind"><c>vendorJson</c> or <c>modbus</c>.</param>
/// <param name="Body">The document, JSON.</param>
public sealed record DialectProfile(string Name, string Kind, string Body);
