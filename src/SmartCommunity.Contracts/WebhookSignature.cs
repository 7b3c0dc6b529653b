using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Contracts;

/// <summary>
/// How every call of a webhook is signed, the gateway's in the local network and the cloud's channel alike. A receiver checks it as the README of this project says. Pure.
/// </summary>
/// <remarks>
/// <code>
/// X-SmartCommunity-Signature: t=1764000000,v1=020c626f…
/// v1 = hex(HMAC-SHA256(secret, t + "." + body)), t in Unix seconds
/// </code>
/// One header, so that no proxy can part the moment from its signature; <c>v1</c> has a name, so that another sum can stand beside it some day.
/// </remarks>
public static class WebhookSignature
{
    /// <summary>Name of the header.</summary>
    public const string Header = "X-SmartCommunity-Signature";

    /// <summary>The value of <see cref="Header"/> for a body sent at that moment.</summary>
    /// <param name="secret">The key that both sides know, as UTF-8.</param>
    /// <param name="at">When it is sent; whole seconds count.</param>
    /// <param name="body">The body's bytes, as sent.</param>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body];
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
