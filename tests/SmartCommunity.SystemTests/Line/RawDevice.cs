using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartCommunity.SystemTests.Line;

/// <summary>A device as bytes on a socket, MQTT 3.1.1: for what no MQTT client agrees to send, or to leave unread.</summary>
internal sealed class RawDevice : IDisposable
{
    internal const byte ConnectHeader = 0x10, PublishHeader = 0x32, SubscribeHeader = 0x82;

    private const int LengthBits = 7;
    private const byte LengthMask = 0x7F, LengthGoesOn = 0x80;

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;

    private RawDevice(TcpClient tcp) => (_tcp, _stream) = (tcp, tcp.GetStream());

    /// <summary>Connects, from a loopback address of its own when given: thousands of short connections would use up the ports of one.</summary>
    internal static async Task<RawDevice> OpenAsync(int port, IPAddress? from = null)
    {
        var tcp = from is null ? new TcpClient() : new TcpClient(new IPEndPoint(from, 0));
        await tcp.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return new RawDevice(tcp);
    }

    internal static byte[] Connect(string device, string token) =>
        Frame(ConnectHeader, [0, 4, .. "MQTT"u8, 4, 0b1100_0010, 0, 60, .. Text(device), .. Text(device), .. Text(token)]);

    internal static byte[] Publish(string topic, byte packetId, ReadOnlySpan<byte> payload) =>
        Frame(PublishHeader, [.. Text(topic), 0, packetId, .. payload]);

    internal static byte[] Subscribe(string filter) => Frame(SubscribeHeader, [0, 1, .. Text(filter), 1]);

    /// <summary>Logs in; fails when it is refused.</summary>
    internal async Task LogInAsync(string device, string token)
    {
        await SendAsync(Connect(device, token));
        Assert.Equal([0x20, 2, 0, 0], await ReadAsync(4));
    }

    internal ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    internal async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(LineUnderTest.Patience, TestContext.Current.CancellationToken);
        return bytes;
    }

    /// <summary>Says that nothing more comes (FIN).</summary>
    internal void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends with a reset instead of a farewell.</summary>
    internal void Reset()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    /// <summary>Reads until the gateway closes; throws <see cref="TimeoutException"/> when it does not.</summary>
    internal async Task<byte[]> ReadToEndAsync(TimeSpan patience)
    {
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, TestContext.Current.CancellationToken).WaitAsync(patience, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // A reset closes just as well.
        }

        return all.ToArray();
    }

    public void Dispose() => _tcp.Dispose();

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [0, checked((byte)bytes.Length), .. bytes];
    }

    private static byte[] Frame(byte header, byte[] body)
    {
        var frame = new List<byte> { header };
        for (var rest = body.Length; rest > 0 || frame.Count == 1; rest >>= LengthBits)
            frame.Add((byte)((rest & LengthMask) | (rest >> LengthBits > 0 ? LengthGoesOn : 0)));
        return [.. frame, .. body];
    }
}
