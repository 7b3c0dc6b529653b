using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Notify.Channels;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage.Notifications;

namespace SmartCommunity.Tests.Cloud.Notify;

public sealed class EmailChannelTests
{
    private readonly FakeTimeProvider _time = new(Drafts.Start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_in_the_channels_language_and_the_servers_answer_is_the_receipt()
    {
        await using var server = new SmtpServer();
        var channel = new EmailChannel(Settings(server, language: "both"), _time);

        var result = await channel.SendAsync(Message(), Cancel);

        Assert.Equal(SendResult.Delivered("2.0.0 queued as 4711"), result);
        var mail = await ParseAsync(Assert.Single(server.Mails));
        Assert.Equal("[P2] 老人跌倒 / [P2] An elder fell", mail.Subject);
        Assert.Equal(("platform@district.example", "duty@office.example", "值班员"), (mail.From.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Name));
        Assert.Equal("百合社区 12 幢 301\nhttps://console.example/alerts/a1\n\nBaihe, building 12, 301\nhttps://console.example/alerts/a1", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal((Drafts.Start, "auto-generated", "a1:1:duty-1"), (mail.Date, mail.Headers["Auto-Submitted"], mail.Headers["X-SmartCommunity-Key"]));
    }

    [Fact]
    public async Task Every_attempt_has_the_same_message_id_so_that_a_server_may_deduplicate()
    {
        await using var server = new SmtpServer();
        var channel = new EmailChannel(Settings(server), _time);

        await channel.SendAsync(Message(), Cancel);
        await channel.SendAsync(Message(), Cancel);

        var mails = await Task.WhenAll(server.Mails.Select(ParseAsync));
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.EndsWith("@district.example", mails[0].MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("451 4.3.0 try later", "250 ok", AttemptOutcome.Failed, "SMTP 451")]
    [InlineData("550 5.1.1 no such user", "250 ok", AttemptOutcome.Refused, "SMTP 550")]
    [InlineData("250 ok", "452 4.3.1 disk full", AttemptOutcome.Failed, "SMTP 452")]
    [InlineData("250 ok", "554 5.7.1 spam", AttemptOutcome.Refused, "SMTP 554")]
    internal async Task The_servers_code_says_whether_to_try_again(string recipient, string accepted, AttemptOutcome outcome, string detail)
    {
        await using var server = new SmtpServer { Recipient = recipient, Accepted = accepted };

        var result = await new EmailChannel(Settings(server), _time).SendAsync(Message(), Cancel);

        Assert.Equal(outcome, result.Outcome);
        Assert.StartsWith(detail, result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_server_that_falls_silent_is_a_failure_to_try_again_after_the_time_out(string command)
    {
        await using var server = new SmtpServer { SilentAfter = command };

        var sending = new EmailChannel(Settings(server), _time).SendAsync(Message(), Cancel);
        await server.Silent.WaitAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(SendResult.Failed("no answer within 10 s"), await sending);
    }

    /// <summary>It has said that it has the mail.</summary>
    [Fact]
    public async Task A_server_that_does_not_say_goodbye_has_the_mail_all_the_same()
    {
        await using var server = new SmtpServer { SilentAfter = "QUIT" };

        var sending = new EmailChannel(Settings(server), _time).SendAsync(Message(), Cancel);
        await server.Silent.WaitAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(SendResult.Delivered("2.0.0 queued as 4711"), await sending);
    }

    [Fact]
    public async Task A_password_is_sent_and_a_wrong_one_is_refused_for_good()
    {
        await using var server = new SmtpServer();

        var right = await new EmailChannel(Settings(server, password: "open sesame"), _time).SendAsync(Message(), Cancel);
        var wrong = await new EmailChannel(Settings(server, password: "guess"), _time).SendAsync(Message(), Cancel);

        Assert.Equal((AttemptOutcome.Delivered, AttemptOutcome.Refused), (right.Outcome, wrong.Outcome));
        Assert.DoesNotContain("guess", wrong.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure_and_no_mailbox_is_refused_without_asking_the_server()
    {
        await using var server = new SmtpServer();
        var nobody = new EmailChannel(new EmailSettings { Host = "127.0.0.1", Port = 1, Security = "none", From = "platform@district.example" }, _time);

        Assert.Equal(AttemptOutcome.Failed, (await nobody.SendAsync(Message(), Cancel)).Outcome);
        Assert.Equal(AttemptOutcome.Refused, (await new EmailChannel(Settings(server), _time).SendAsync(Message() with { Address = "13800000000" }, Cancel)).Outcome);
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task A_title_with_line_breaks_cannot_add_a_header()
    {
        await using var server = new SmtpServer();
        var draft = Drafts.Of("k") with { TitleZh = "a\r\nBcc: victim@example.org", RecipientName = "b\r\nCc: victim@example.org" };

        await new EmailChannel(Settings(server), _time).SendAsync(new ChannelMessage("k", "duty@office.example", [draft]), Cancel);

        var mail = await ParseAsync(Assert.Single(server.Mails));
        Assert.Empty(mail.Bcc);
        Assert.Empty(mail.Cc);
        Assert.DoesNotContain(server.Commands, c => c.Contains("victim", StringComparison.Ordinal) && c.StartsWith("RCPT", StringComparison.Ordinal));
    }

    private static EmailSettings Settings(SmtpServer server, string language = "zh", string? password = null) => new()
    {
        Name = "mail", Host = "127.0.0.1", Port = server.Port, Security = "none", From = "platform@district.example", Language = language,
        User = password is null ? null : "robot", Password = password,
    };

    private static ChannelMessage Message() => new("a1:1:duty-1", "duty@office.example", [Drafts.Of("a1:1:duty-1")]);

    private static Task<MimeMessage> ParseAsync(string text) => MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Cancel);
}
