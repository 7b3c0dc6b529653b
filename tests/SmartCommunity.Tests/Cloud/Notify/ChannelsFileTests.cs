using System.Text;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Tests.Storage;

namespace SmartCommunity.Tests.Cloud.Notify;

public sealed class ChannelsFileTests
{
    [Fact]
    public void All_five_kinds_are_read_with_their_defaults()
    {
        var (channels, seed, faults) = Parse("""
            {
              "jitterSeed": 7,
              // A comment and a trailing comma are no fault.
              "channels": [
                { "kind": "webhook", "name": "desk", "url": "https://desk.example/hook", "secret": "0123456789abcdef" },
                { "kind": "email", "name": "mail", "host": "mail.example", "user": "u", "password": "p", "from": "a@b.example" },
                { "kind": "dingtalk", "name": "ding", "accessToken": "t", "secret": "SEC" },
                { "kind": "wecom", "name": "wecom", "key": "k", "digestSeconds": 0 },
                { "kind": "sms", "name": "sms", "url": "https://sms.example/send", "body": "{\"to\":\"{{phone}}\",\"text\":\"{{title}}\"}" },
              ]
            }
            """);

        Assert.Empty(faults);
        Assert.Equal(7, seed);
        Assert.Equal(["desk", "mail", "ding", "wecom", "sms"], channels.Select(c => c.Name));
        Assert.Equal([(600, 150, 0), (60, 15, 0), (20, 5, 300), (20, 5, 0), (60, 15, 0)], channels.Select(c => (c.Limit, c.Reserved, (int)c.Digest.TotalSeconds)));
    }

    [Fact]
    public void Every_fault_of_every_channel_is_named_at_once_and_no_secret_is_repeated()
    {
        var (_, _, faults) = Parse("""
            {
              "jitterSeed": "x", "other": 1,
              "channels": [
                { "kind": "webhook", "name": "Desk!", "url": "http://desk.example/hook", "secret": "tooshort-secret", "timeoutSeconds": 0, "attempts": 21, "language": "de" },
                { "kind": "email", "name": "mail", "user": "u", "from": "nobody", "security": "ssl", "port": 0 },
                { "kind": "dingtalk", "name": "mail", "perMinute": 20, "reservedForP1": 20, "secret": { "a": "hidden-secret" } },
                { "kind": "dingtalk", "name": "mail", "perMinute": 20, "reservedForP1": 20 },
                { "kind": "wecom", "name": "w", "url": "https://user:pass@example.org/", "wheels": "hidden-secret" },
                { "kind": "wecom", "name": "w", "url": "https://user:pass@example.org/" },
                { "kind": "sms", "name": "s1", "url": "https://sms.example/{{colour}}", "method": "PATCH", "body": "{\"to\":{{phone}}}" },
                { "kind": "sms", "name": "s2", "url": "https://sms.example/", "contentType": "text/plain", "body": "x", "headers": { "Content-Length": "3" } },
                { "kind": "pigeon", "name": "p" }
              ]
            }
            """);

        Assert.Equal(
            [
                "'other' is no field; there are channels, jitterSeed.",
                "channels[0].name 'Desk!' must have 1 to 60 characters a-z 0-9 -.",
                "channels[0].language 'de' must be zh, en or both.",
                "channels[0].timeoutSeconds 0 must be 1 to 60.",
                "channels[0].attempts 21 must be 1 to 20.",
                "channels[0].url must be https: only a loopback address may be http.",
                "channels[0].secret has 15 characters; it must have at least 16.",
                "channels[1].host is missing.",
                "channels[1].port 0 must be 1 to 65535.",
                "channels[1].security 'ssl' must be startTls, tls or none.",
                "channels[1].user and password must both be given, or neither.",
                "channels[1].from 'nobody' must be a mailbox.",
                "channels[2].secret has the wrong type.",
                "channels[3].reservedForP1 20 must be 0 to 19.",
                "channels[3].accessToken is missing.",
                "channels[3].secret is missing.",
                "channels[4].wheels is no field of this kind.",
                "channels[5].url must be an http or https address without user and password.",
                "channels[5].key is missing.",
                "channels[6].url has a hole {{colour}} that does not exist; there are phone, title, text, link, key, priority.",
                "channels[6].method 'PATCH' must be POST, PUT or GET.",
                "channels[7].contentType 'text/plain' must be application/json, application/x-www-form-urlencoded or application/xml.",
                "channels[7] names the recipient nowhere: url or body must have {{phone}}.",
                "channels[7].headers 'Content-Length' is no header that can be set here.",
                "channels[8].kind must be webhook, email, dingtalk, wecom or sms.",
                "name 'mail' stands 2 times; once is the limit.",
                "jitterSeed must be an integer from -2147483648 to 2147483647.",
            ],
            faults.Where(f => !f.StartsWith("channels[6].body", StringComparison.Ordinal)));
        Assert.Single(faults, f => f.StartsWith("channels[6].body is no application/json once its holes are filled", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains("secret-", StringComparison.Ordinal) || f.Contains("-secret", StringComparison.Ordinal) || f.Contains("pass@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "is no JSON: line 1")]
    [InlineData("[]", "must be an object with an array 'channels'.")]
    [InlineData("""{"channels":{}}""", "must be an object with an array 'channels'.")]
    public void What_is_no_file_of_channels_is_said_so(string json, string fault) => Assert.StartsWith(fault, Assert.Single(Parse(json).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_file_with_faults_ends_the_start_with_all_of_them()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.Sub("channels.json"), """{"channels":[{"kind":"wecom","name":"a"},{"kind":"wecom","name":"b"}]}""");

        var fault = Assert.Throws<ArgumentException>(() => ChannelsFile.Read(folder.Sub("channels.json")));

        Assert.Contains("channels.json: channels[0].key is missing.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("channels.json: channels[1].key is missing.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_as_text_holds_no_secret() =>
        Assert.DoesNotContain("0123456789abcdef", new WebhookSettings { Name = "desk", Secret = "0123456789abcdef" }.ToString(), StringComparison.Ordinal);

    private static (IReadOnlyList<ChannelSettings> Channels, int? JitterSeed, IReadOnlyList<string> Faults) Parse(string json) => ChannelsFile.Parse(Encoding.UTF8.GetBytes(json));
}
