using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// A shared access signature of Azure IoT Hub: <c>SharedAccessSignature sr={resource}&amp;sig={signature}&amp;se={expiry}</c>, its parts in any order. Signed is
/// <c>{sr as sent}\n{se}</c> with HMAC-SHA256. Pure; signatures are compared in constant time.
/// </summary>
/// <remarks>
/// The key of a device is the SHA-256 of its token, in Base64 the <c>SharedAccessKey</c> of its connection string: the directory holds it, the token itself nobody. So the
/// directory's file is a secret for devices of this dialect; for all others it is not.
/// </remarks>
internal sealed class SasToken
{
    private const string Scheme = "SharedAccessSignature ";

    private SasToken(string resource, string signature, long expirySeconds)
    {
        (Resource, Signature, ExpirySeconds) = (resource, signature, expirySeconds);
    }

    /// <summary>When it ends, Unix seconds.</summary>
    internal long ExpirySeconds { get; }

    private string Resource { get; }

    private string Signature { get; }

    /// <summary>Null when the text is no signature of a device; one of a policy (<c>skn</c>) is none.</summary>
    internal static SasToken? TryParse(ReadOnlySpan<byte> password)
    {
        var text = Encoding.UTF8.GetString(password);
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        string? resource = null, signature = null;
        var expiry = 0L;
        foreach (var part in text[Scheme.Length..].Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                return null;
            var value = part[(equals + 1)..];
            switch (part[..equals])
            {
                case "sr":
                    resource = value;
                    break;
                case "sig":
                    signature = Uri.UnescapeDataString(value);
                    break;
                case "se" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out expiry):
                    break;
                case "skn" when value.Length == 0:
                    break;
                default:
                    return null;
            }
        }

        return resource is null || signature is null || expiry == 0 ? null : new SasToken(resource, signature, expiry);
    }

    /// <summary>True when it is for the device at that host; a path behind the device is allowed, as the hub's own samples have one.</summary>
    internal bool IsFor(string host, string device)
    {
        var wanted = $"{host}/devices/{device}";
        var resource = Uri.UnescapeDataString(Resource);
        return resource.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && resource.EndsWith(wanted[host.Length..], StringComparison.Ordinal)
            || resource.StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase);
    }

    internal bool IsSignedWith(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
            return false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(Signature, given, out var length) || length != given.Length)
            return false;
        Span<byte> wanted = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Resource}\n{ExpirySeconds}")), wanted);
        return CryptographicOperations.FixedTimeEquals(given, wanted);
    }

    /// <summary>The host in a user name <c>{host}/{device}/?api-version=…</c>, or null when it is none of that device. Modules are not supported.</summary>
    internal static string? HostIn(string? userName, string device)
    {
        var parts = userName?.Split('/', 3) ?? [];
        return parts.Length == 3 && parts[0].Length > 0 && parts[1] == device && parts[2].TrimStart('?').StartsWith("api-version=", StringComparison.Ordinal) ? parts[0] : null;
    }
}
