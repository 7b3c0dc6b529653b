using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Http;

/// <summary>
/// Who sends a request: <c>Authorization: Bearer TOKEN</c>, <c>Basic device:token</c>, or for ThingsBoard devices the token in the path. The token decides; a name beside it must be its
/// device's. Pure.
/// </summary>
internal static class HttpLogin
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>The enrolment, or null: unknown, wrong and carried look the same.</summary>
    internal static DirectoryEntry? Identify(DeviceDirectory directory, string? pathToken, string? header)
    {
        if (pathToken is not null)
            return OfToken(directory, pathToken) is { Dialect: DialectCode.ThingsBoard } board ? board : null;
        if (header is null)
            return null;
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return OfToken(directory, header[Bearer.Length..].Trim());
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || Decode(header[Basic.Length..].Trim()) is not { } pair)
            return null;
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || directory.Find(pair[..colon]) is not { } entry)
            return null;
        return DeviceLogin.IsTokenOf(entry, Encoding.UTF8.GetBytes(pair[(colon + 1)..])) ? entry : null;
    }

    private static DirectoryEntry? OfToken(DeviceDirectory directory, string token) =>
        token.Length > 0 && directory.FindByToken(SHA256.HashData(Encoding.UTF8.GetBytes(token))) is { Via.Length: 0 } entry ? entry : null;

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
