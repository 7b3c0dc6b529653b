using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>
/// Plain-text mail through an SMTP server; its answer to the message is the receipt. Every attempt has the same Message-ID, by which some mail servers deduplicate; SMTP itself does not, so
/// a mail whose answer was lost may arrive twice.
/// </summary>
internal sealed class EmailChannel(EmailSettings settings, TimeProvider time) : INotificationChannel
{
    private const string KeyHeader = "X-SmartCommunity-Key";

    public ChannelSettings Settings => settings;

    public IReadOnlyList<string> Secrets { get; } = settings.Password is { } password ? [password] : [];

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        if (!MailboxAddress.TryParse(message.Address, out var to) || !to.Address.Contains('@', StringComparison.Ordinal))
            return SendResult.Refused("the address is no mailbox");
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return SendResult.Delivered(await DeliverAsync(MailOf(message, to), either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {settings.TimeoutSeconds} s"));
        }
        catch (SmtpCommandException fault)
        {
            // RFC 5321, 4.2.1: 4yz is for now, 5yz for good.
            const int firstPermanent = 500;
            var said = string.Create(CultureInfo.InvariantCulture, $"SMTP {(int)fault.StatusCode} {ChannelHttp.Shown(fault.Message)}");
            return (int)fault.StatusCode >= firstPermanent ? SendResult.Refused(said) : SendResult.Failed(said);
        }
        catch (Exception fault) when (fault is AuthenticationException or NotSupportedException)
        {
            return SendResult.Refused(ChannelHttp.Shown(fault.Message));
        }
        catch (Exception fault) when (fault is ProtocolException or SocketException or IOException or SslHandshakeException)
        {
            return SendResult.Failed(ChannelHttp.Shown(fault.Message));
        }
    }

    private async Task<string> DeliverAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        await client.ConnectAsync(settings.Host!, settings.Port, SecurityOf(settings.Security), cancellationToken);
        if (settings.User is not null)
            await client.AuthenticateAsync(settings.User, settings.Password!, cancellationToken);
        var receipt = await client.SendAsync(mail, cancellationToken);
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ProtocolException or IOException or CommandException)
        {
            // The mail has its receipt: a server that does not say goodbye changes nothing.
        }

        return ChannelHttp.Shown(receipt);
    }

    private MimeMessage MailOf(ChannelMessage message, MailboxAddress to)
    {
        var mail = new MimeMessage
        {
            Subject = MessageText.Title(message, settings.Language),
            Date = time.GetUtcNow(),
            Body = new TextPart("plain") { Text = MessageText.Plain(message, settings.Language) },
        };
        var from = MailboxAddress.Parse(settings.From!);
        mail.From.Add(new MailboxAddress(settings.FromName, from.Address));
        mail.To.Add(message.Items.Count == 1 ? new MailboxAddress(message.Items[0].RecipientName, to.Address) : to);
        mail.MessageId = MessageIdOf(message.Key, from.Domain);
        mail.Headers.Add(KeyHeader, message.Key);
        // RFC 3834: nobody's absence note answers a machine.
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static string MessageIdOf(string key, string domain) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}@{domain}";

    private static SecureSocketOptions SecurityOf(string security) => security switch
    {
        "none" => SecureSocketOptions.None,
        "tls" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
