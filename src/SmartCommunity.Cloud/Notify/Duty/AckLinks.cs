using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>What a link says that was signed here.</summary>
/// <param name="Alert">Id of the alert.</param>
/// <param name="Recipient">Who may acknowledge it, <c>STREET.CONTACT</c>.</param>
/// <param name="Expires">Until when.</param>
internal sealed record AckClaim(string Alert, string Recipient, DateTimeOffset Expires);

/// <summary>
/// Links by which one recipient acknowledges one alert, and nothing else. Signed with HMAC-SHA256 under a key that lies in the data folder and is made when it is first needed; a copy of the folder without its
/// secrets makes another key, and old links end. Thread-safe.
/// <code>
/// token = base64url(payload, tag)      tag = HMAC-SHA256(key, purpose, payload), 32 bytes
///  0  1  version, 1
///  1  8  expiry, seconds since 1970, big-endian
///  9  n  alert id, UTF-8;  0x00;  recipient, UTF-8
/// </code>
/// </summary>
/// <param name="keyFile">Where the key lies.</param>
/// <param name="publicAddress">What recipients reach this host by; null: no links.</param>
internal sealed class AckLinks(string keyFile, Uri? publicAddress)
{
    /// <summary>Name of the key's file in the data folder.</summary>
    internal const string KeyFile = "ack-link.key";

    /// <summary>Path of the page.</summary>
    internal const string Path = "/alerts/ack";

    /// <summary>Name of the token in the query.</summary>
    internal const string TokenKey = "t";

    /// <summary>An alert that nobody has acknowledged for a day is looked for at the desk.</summary>
    internal static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    private const byte Version = 1;
    private const int VersionBytes = 1, ExpiryBytes = 8, KeyBytes = 32, MaxTokenLength = 1_000;

    // Whatever else is ever signed with this key has another first line.
    private static readonly byte[] _purpose = "smartcommunity alert acknowledge v1\0"u8.ToArray();

    private readonly Lock _gate = new(); // Protects _key.
    private byte[]? _key;

    /// <summary>The link for a recipient; empty: there is no address to reach this host by.</summary>
    internal string LinkFor(string alert, string recipient, DateTimeOffset now) => publicAddress is null
        ? ""
        : $"{publicAddress.AbsoluteUri.TrimEnd('/')}{Path}?{TokenKey}={Sign(new AckClaim(alert, recipient, now + Validity))}";

    internal string Sign(AckClaim claim)
    {
        var text = Encoding.UTF8.GetBytes($"{claim.Alert}\0{claim.Recipient}");
        var payload = new byte[VersionBytes + ExpiryBytes + text.Length];
        payload[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(VersionBytes), claim.Expires.ToUnixTimeSeconds());
        text.CopyTo(payload, VersionBytes + ExpiryBytes);
        return Base64Url.EncodeToString([.. payload, .. Tag(payload)]);
    }

    /// <summary>What a token says; null: it was not signed here, or was changed. Whether it has expired is the caller's question.</summary>
    internal AckClaim? Read(string? token)
    {
        if (token is not { Length: > 0 and <= MaxTokenLength } || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= VersionBytes + ExpiryBytes + HMACSHA256.HashSizeInBytes || bytes[0] != Version)
            return null;
        var payload = bytes.AsSpan(0, bytes.Length - HMACSHA256.HashSizeInBytes);
        if (!CryptographicOperations.FixedTimeEquals(Tag(payload), bytes.AsSpan(payload.Length)))
            return null;
        var parts = Encoding.UTF8.GetString(payload[(VersionBytes + ExpiryBytes)..]).Split('\0');
        const int both = 2;
        return parts.Length != both ? null : new AckClaim(parts[0], parts[1], DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(payload[VersionBytes..])));
    }

    private byte[] Tag(ReadOnlySpan<byte> payload) => HMACSHA256.HashData(Key().AsSpan(), [.. _purpose, .. payload]);

    private byte[] Key()
    {
        lock (_gate)
            return _key ??= ReadOrMake();
    }

    private byte[] ReadOrMake()
    {
        if (File.Exists(keyFile))
        {
            var read = File.ReadAllBytes(keyFile);
            return read.Length == KeyBytes ? read : throw new InvalidDataException($"'{keyFile}' has {read.Length} bytes, not {KeyBytes}; delete it, and links that were sent end.");
        }

        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Under another name first: a crash leaves no half key.
        var half = $"{keyFile}.new";
        File.Delete(half);
        using (var file = new FileStream(half, options))
        {
            file.Write(made);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, keyFile);
        return made;
    }
}
