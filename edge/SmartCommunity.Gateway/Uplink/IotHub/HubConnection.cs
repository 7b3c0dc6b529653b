using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Gateway.Uplink.IotHub;

/// <summary>
/// A device's connection string of Azure IoT Hub, <c>HostName=…;DeviceId=…;SharedAccessKey=…</c>, optionally with <c>GatewayHostName=host[:port]</c> for an IoT Edge gateway on the way.
/// Immutable; holds a secret, so it has no text form.
/// </summary>
public sealed class HubConnection
{
    private const int MqttTlsPort = 8883; // Registered for MQTT with TLS; the hub has no other.

    private readonly byte[] _key;

    private HubConnection(string host, string device, byte[] key, string endpointHost, int endpointPort)
    {
        (Host, Device, _key, EndpointHost, EndpointPort) = (host, device, key, endpointHost, endpointPort);
    }

    /// <summary>Name of the hub, e.g. <c>fuyang.azure-devices.cn</c>.</summary>
    internal string Host { get; }

    /// <summary>Identity of this gateway at the hub.</summary>
    internal string Device { get; }

    internal string EndpointHost { get; }

    internal int EndpointPort { get; }

    internal string UserName => $"{Host}/{Device}/?api-version=2021-04-12";

    /// <summary>Reads a connection string; null and every fault, none of which holds the key.</summary>
    public static HubConnection? TryParse(string text, out IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var found = new List<string>();
        foreach (var part in text.Trim().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                parts[part[..equals].Trim()] = part[(equals + 1)..].Trim();
            else
                found.Add("The IoT Hub connection string has a part without '='.");
        }

        foreach (var name in new[] { "HostName", "DeviceId", "SharedAccessKey" })
        {
            if (!parts.TryGetValue(name, out var value) || value.Length == 0)
                found.Add($"The IoT Hub connection string has no {name}.");
        }

        var key = new byte[Encoding.UTF8.GetByteCount(parts.GetValueOrDefault("SharedAccessKey", ""))];
        if (!Convert.TryFromBase64String(parts.GetValueOrDefault("SharedAccessKey", ""), key, out var keyBytes))
            found.Add("SharedAccessKey of the IoT Hub connection string is not Base64.");
        var (endpoint, port) = Endpoint(parts.GetValueOrDefault("GatewayHostName") ?? parts.GetValueOrDefault("HostName", ""));
        if (port is < 1 or > ushort.MaxValue)
            found.Add($"GatewayHostName of the IoT Hub connection string must be a host, or host:port with a port of 1 to {ushort.MaxValue}.");
        faults = found;
        return found.Count > 0 ? null : new HubConnection(parts["HostName"], parts["DeviceId"], key[..keyBytes], endpoint, port);
    }

    /// <summary>A signature for this device until <paramref name="expiry"/>.</summary>
    internal string Sign(DateTimeOffset expiry)
    {
        var resource = Uri.EscapeDataString($"{Host}/devices/{Device}");
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{resource}\n{seconds}")));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(signature)}&se={seconds}";
    }

    private static (string Host, int Port) Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return (text, MqttTlsPort);
        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (text[..colon], port) : (text, 0);
    }
}
