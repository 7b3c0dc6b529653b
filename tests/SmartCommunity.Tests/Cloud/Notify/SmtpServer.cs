using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>A small SMTP server on loopback (RFC 5321 without extensions but AUTH PLAIN): keeps each mail's text, answers as the test says.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    internal SmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal ConcurrentQueue<string> Mails { get; } = [];

    internal ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>Answer to RCPT TO.</summary>
    internal string Recipient { get; set; } = "250 ok";

    /// <summary>Answer to the mail itself.</summary>
    internal string Accepted { get; set; } = "250 2.0.0 queued as 4711";

    /// <summary>The command after which nothing is said any more, the line left open; <c>CONNECT</c>: not even a greeting.</summary>
    internal string SilentAfter { get; init; } = "";

    /// <summary>Completes once it has fallen silent.</summary>
    internal Task Silent => _silent.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ConverseAsync(client.GetStream());
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The other side left.
            }
        }
    }

    private async Task ConverseAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await SayNothingAsync("CONNECT");
        await writer.WriteLineAsync("220 test ready");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                Mails.Enqueue(await MailAsync(reader));
            }

            await SayNothingAsync(verb);
            await writer.WriteLineAsync(verb switch
            {
                "EHLO" => "250-test\r\n250 AUTH PLAIN",
                "AUTH" => line.EndsWith(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0robot\0open sesame")), StringComparison.Ordinal) ? "235 welcome" : "535 who are you",
                "RCPT" => Recipient,
                "DATA" => Accepted,
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (verb == "QUIT")
                return;
        }
    }

    private async Task SayNothingAsync(string verb)
    {
        if (verb != SilentAfter)
            return;
        _silent.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(_stop.Token);
    }

    // A mail counts from its last line on (RFC 5321, 4.1.1.4): one that is cut off before is none.
    private async Task<string> MailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
                return mail.ToString();
            mail.Append(line).Append("\r\n");
        }

        throw new EndOfStreamException("The mail was cut off.");
    }
}
