using System.Text.Json;

namespace SmartCommunity.Cloud;

/// <summary>Members of enumerations as they are written on the wire: in camel case.</summary>
internal static class WireName
{
    internal static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
