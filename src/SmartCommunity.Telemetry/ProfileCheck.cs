using System.Text.Json;
using SmartCommunity.Telemetry.Dialects.VendorJson;
using SmartCommunity.Telemetry.Dialects.Modbus;

namespace SmartCommunity.Telemetry;

/// <summary>The rules of a profile: the mapping file of a vendor's JSON or the register list of a Modbus model. Pure.</summary>
public static class ProfileCheck
{
    /// <summary>Largest body, in bytes of UTF-8: a register list of a thousand lines.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Every fault of the body, a sentence each; empty when it can be used.</summary>
    /// <param name="kind">One of <see cref="DialectCode.WithProfile"/>.</param>
    /// <param name="json">The body as it was given.</param>
    public static IReadOnlyList<string> Faults(string kind, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!DialectCode.NeedsProfile(kind))
            return [$"kind '{kind}' is not one of: {string.Join(", ", DialectCode.WithProfile)}."];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return [$"The body must be a JSON object; it is {document.RootElement.ValueKind}."];
            return kind switch
            {
                DialectCode.VendorJson => VendorMappingDocument.Read(document.RootElement).Faults,
                DialectCode.Modbus => ModbusProfileCheck.Faults(document.RootElement),
                _ => [],
            };
        }
        catch (JsonException exception)
        {
            return [$"The body is not JSON: {exception.Message}"];
        }
    }
}
