using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Mapping;

/// <summary>The smallest profile of each kind that is complete, to begin a new one with.</summary>
internal static class ProfileTemplate
{
    private const string VendorJson =
        """
        {
          "topics": ["up/{device}"],
          "values": [
            {"pointer": "/temp", "quantity": "temp"}
          ]
        }
        """;

    private const string Modbus =
        """
        {
          "registers": [
            {"address": 0, "type": "u16", "quantity": "temp"}
          ]
        }
        """;

    internal static string Of(string? kind) => kind == DialectCode.Modbus ? Modbus : VendorJson;
}
