using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>What a client said when it connected, as it stood in the packet.</summary>
internal sealed record HubLogin(string Protocol, byte Level, byte Flags, ushort KeepAliveSeconds, string ClientId, string UserName, string Password);

/// <summary>A message to the hub.</summary>
internal sealed record HubMessage(string Topic, int Qos, bool IsRetained, string Body);

/// <summary>
/// Stands where Azure IoT Hub would and notes, byte for byte, what MQTT 3.1.1 clients say to it. As the hub it speaks TLS 1.2 and asks for a certificate, which a client with a signature does
/// not have; it lets everybody in and acknowledges everything: what is wrong is for the test to say.
/// </summary>
internal sealed class RecordingHub : IAsyncDisposable
{
    private const byte Connect = 1, Publish = 3, Subscribe = 8, PingRequest = 12; // Types of packets, MQTT 3.1.1 §2.2.1.
    private const int LengthBits = 7; // Each byte of a remaining length holds so many, §2.2.3.

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    internal RecordingHub(CertificateFiles server)
    {
        _certificate = X509Certificate2.CreateFromPemFile(server.Certificate, server.Key);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal ConcurrentQueue<HubLogin> Logins { get; } = new();

    internal ConcurrentQueue<HubMessage> Messages { get; } = new();

    /// <summary>What is waited for before a message is acknowledged.</summary>
    internal Func<HubMessage, Task> BeforeAcknowledging { get; set; } = _ => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    EnabledSslProtocols = SslProtocols.Tls12,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, presented, _, _) => presented is null,
                },
                _stop.Token);
            var head = new byte[1];
            while (await stream.ReadAsync(head, _stop.Token) > 0)
            {
                var body = await BodyAsync(stream);
                if (await AnswerAsync(head[0], body) is { } answer)
                    await stream.WriteAsync(answer, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
    }

    private async Task<byte[]> BodyAsync(SslStream stream)
    {
        const int More = 0x80;
        var (length, shift) = (0, 0);
        var digit = new byte[1];
        do
        {
            await stream.ReadExactlyAsync(digit, _stop.Token);
            length |= (digit[0] & ~More) << shift;
            shift += LengthBits;
        }
        while ((digit[0] & More) != 0);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return body;
    }

    private async Task<byte[]?> AnswerAsync(byte head, byte[] body)
    {
        const int TypeShift = 4;
        switch (head >> TypeShift)
        {
            case Connect:
                Logins.Enqueue(Login(body));
                return [0x20, 2, 0, 0]; // CONNACK: accepted, no session.
            case Publish:
                var (message, id) = Message(head, body);
                Messages.Enqueue(message);
                await BeforeAcknowledging(message).WaitAsync(_stop.Token);
                return message.Qos > 0 ? [0x40, 2, (byte)(id >> 8), (byte)id] : null; // PUBACK.
            case Subscribe:
                return [0x90, 3, body[0], body[1], 1]; // SUBACK: one filter, QoS 1.
            case PingRequest:
                return [0xD0, 0]; // PINGRESP.
            default:
                return null;
        }
    }

    private static HubLogin Login(Span<byte> rest)
    {
        var (protocol, level, flags, keepAlive) = (Text(ref rest), Byte(ref rest), Byte(ref rest), Number(ref rest));
        return new HubLogin(protocol, level, flags, keepAlive, Text(ref rest), Text(ref rest), Text(ref rest));
    }

    private static (HubMessage Message, ushort Id) Message(byte head, Span<byte> rest)
    {
        const int QosBits = 3;
        var (topic, qos) = (Text(ref rest), head >> 1 & QosBits);
        var id = qos > 0 ? Number(ref rest) : (ushort)0;
        return (new HubMessage(topic, qos, (head & 1) != 0, Encoding.UTF8.GetString(rest)), id);
    }

    private static byte Byte(ref Span<byte> rest)
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    private static ushort Number(ref Span<byte> rest)
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[sizeof(ushort)..];
        return value;
    }

    private static string Text(ref Span<byte> rest)
    {
        var length = Number(ref rest);
        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }
}
