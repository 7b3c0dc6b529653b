using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Simulators.Mqtt;

/// <summary>Opens the byte stream to a broker and logs in; what follows is the caller's.</summary>
internal static class Wire
{
    /// <summary>A broker that does not answer CONNECT within this is treated as absent; longer than the gateway's own CONNECT deadline of 5 s.</summary>
    private static readonly TimeSpan LoginTimeout = TimeSpan.FromSeconds(15);

    private const int ConnectAckBytes = 4;
    private const int ReturnCodeOffset = 3;

    internal static async Task<Stream> OpenAsync(BrokerEndpoint endpoint, ConnectRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LoginTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Stream? stream = null;
        try
        {
            stream = await ConnectAsync(endpoint, both.Token);
            await stream.WriteAsync(Packet.ConnectPacket(request), both.Token);
            await ReadConnectAckAsync(stream, request.ClientId, both.Token);
            return stream;
        }
        catch (Exception fault)
        {
            if (stream is not null)
                await stream.DisposeAsync();
            if (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new IOException($"{endpoint.Host}:{endpoint.Port} did not accept device {request.ClientId} within {LoginTimeout.TotalSeconds} s.", fault);
            throw;
        }
    }

    private static async Task<Stream> ConnectAsync(BrokerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = endpoint.From is { } from
            ? new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (endpoint.From is { } address)
                socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var plain = new NetworkStream(socket, ownsSocket: true);
        return endpoint.UseTls ? await SecureAsync(plain, endpoint, cancellationToken) : plain;
    }

    private static async Task<Stream> SecureAsync(NetworkStream plain, BrokerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (endpoint.Roots is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        try
        {
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static async Task ReadConnectAckAsync(Stream stream, string clientId, CancellationToken cancellationToken)
    {
        var answer = new byte[ConnectAckBytes];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        if (answer[0] != Packet.ConnectAck)
            throw new InvalidDataException($"The server answered CONNECT of {clientId} with packet type 0x{answer[0]:X2}.");
        if (answer[ReturnCodeOffset] != 0)
            throw new ConnectionRefusedException(clientId, answer[ReturnCodeOffset]);
    }
}
