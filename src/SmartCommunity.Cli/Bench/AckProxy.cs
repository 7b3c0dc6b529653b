using System.Net;
using System.Net.Sockets;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// A TCP proxy between gateway and cloud that can fail as networks do: swallow what the cloud answers (acks are lost, data still arrives), or let nothing
/// through in either direction while the connection stays up.
/// </summary>
internal sealed class AckProxy : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;

    internal AckProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes from the cloud are thrown away.</summary>
    internal volatile bool SwallowAnswers;

    /// <summary>Nothing gets through, and nobody is told.</summary>
    internal volatile bool Partitioned;

    /// <summary>Bytes of answers thrown away so far.</summary>
    internal long Swallowed => Interlocked.Read(ref _swallowed);

    private long _swallowed;

    /// <summary>Ends every open connection, as a router that forgot them would.</summary>
    internal void CutAll()
    {
        lock (_gate)
        {
            foreach (var client in _open)
                client.Close();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        CutAll();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var from = await _listener.AcceptTcpClientAsync(_stopped.Token);
                if (Partitioned)
                {
                    from.Close();
                    continue;
                }

                _ = CarryAsync(from);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody needs it any more.
        }
    }

    private async Task CarryAsync(TcpClient from)
    {
        using var to = new TcpClient();
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _target, _stopped.Token);
            lock (_gate)
                _open.AddRange([from, to]);
            await Task.WhenAny(PumpAsync(from, to, isAnswer: false), PumpAsync(to, from, isAnswer: true));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The cloud is not there; the gateway sees a closed connection.
        }

        from.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stopped.Token) is var count and > 0)
            {
                if (Partitioned || (isAnswer && SwallowAnswers))
                    Interlocked.Add(ref _swallowed, count);
                else
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stopped.Token);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One side closed; the other follows.
        }
    }
}
