using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCommunity.Tests.Cloud.Notify;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>
/// What a street has to be told through: a webhook, two SMS gateways (one is given the key of a message, the other is not) and a mail server. Counts what it takes by channel and notification. Some messages
/// it first refuses with 500 or leaves unanswered, by the seed. It can hold all its answers back, so that a sender is killed while it waits for one.
/// </summary>
internal sealed partial class StreetOffice : IAsyncDisposable
{
    /// <summary>Channel and contact of each way; the contact's address is its name too.</summary>
    internal const string Hook = "hook", Text = "text", PlainText = "plain", Mail = "mail";

    private const int Kinds = 8; // One message of eight is refused first, one left unanswered.
    private const uint Prime = 31; // As every sum of a text has one.
    private const string Secret = "0123456789abcdef";

    private readonly ReceivingServer _http;
    private readonly SmtpServer _smtp = new();
    private readonly int _seed;
    private readonly ConcurrentDictionary<(string Way, string Id), int> _taken = new();
    private readonly ConcurrentDictionary<(string Way, string Id), int> _refused = new();
    private readonly TaskCompletionSource<Answer?> _never = new();
    private TaskCompletionSource _held = NewSignal();
    private TaskCompletionSource? _release; // Null: nothing was ever held back.
    private int _answers;

    private StreetOffice(ReceivingServer http, int seed)
    {
        (_http, _seed) = (http, seed);
        _http.Reply = AnswerAsync;
    }

    internal static IReadOnlyList<string> Ways { get; } = [Hook, Text, PlainText, Mail];

    /// <summary>HTTP messages that were taken and answered so.</summary>
    internal int Answers => Volatile.Read(ref _answers);

    /// <summary>Completes once a message is taken whose answer is held back.</summary>
    internal Task Held => _held.Task;

    /// <summary>How often each notification was taken, by way and by what names it there: its key; where none is carried, device and level.</summary>
    internal IReadOnlyDictionary<(string Way, string Id), int> Taken
    {
        get
        {
            var all = new Dictionary<(string, string), int>(_taken);
            foreach (var mail in _smtp.Mails.GroupBy(static m => KeyOfMail().Match(m).Groups[1].Value))
                all[(Mail, mail.Key)] = mail.Count();
            return all;
        }
    }

    /// <summary>How often a notification was refused or left unanswered.</summary>
    internal int Refused(string way, string id) => _refused.GetValueOrDefault((way, id));

    /// <summary>The channels of the office, as <c>channels.json</c> has them.</summary>
    internal string Channels => $$$$"""
        {"channels":[
          {"kind":"webhook","name":"hook","url":"{{{{_http.Url}}}}/hook","secret":"{{{{Secret}}}}","timeoutSeconds":2,"backoffSeconds":1,"perMinute":6000},
          {"kind":"sms","name":"text","url":"{{{{_http.Url}}}}/text","body":"{\"to\":\"{{phone}}\",\"text\":\"{{title}} {{text}}\",\"id\":\"{{key}}\"}","timeoutSeconds":2,"backoffSeconds":1,"perMinute":6000},
          {"kind":"sms","name":"plain","url":"{{{{_http.Url}}}}/plain","body":"{\"to\":\"{{phone}}\",\"text\":\"{{title}} {{text}}\"}","timeoutSeconds":2,"backoffSeconds":1,"perMinute":6000},
          {"kind":"email","name":"mail","host":"127.0.0.1","port":{{{{_smtp.Port.ToString(CultureInfo.InvariantCulture)}}}},"security":"none","from":"platform@district.example","perMinute":6000}
        ]}
        """;

    internal static async Task<StreetOffice> StartAsync(int seed) => new(await ReceivingServer.StartAsync(), seed);

    /// <summary>What a message without a key is known by.</summary>
    internal static string PlainId(string device, int level) => string.Create(CultureInfo.InvariantCulture, $"{device}/{level}");

    /// <summary>From now on answers are held back, until <see cref="Release"/>.</summary>
    internal void Hold() => (_held, _release) = (NewSignal(), NewSignal());

    internal void Release() => _release?.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        _never.TrySetResult(null);
        await _http.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    private async Task<Answer?> AnswerAsync(Received request)
    {
        var one = (Way: request.Path[1..], Id: IdOf(request));
        if (!_taken.ContainsKey(one) && KindOf(one) is 0 or 1 && _refused.TryAdd(one, 1))
            return KindOf(one) == 0 ? new Answer(500) : await _never.Task;
        _taken.AddOrUpdate(one, 1, static (_, times) => times + 1);
        if (_release?.Task is { IsCompleted: false } release)
        {
            _held.TrySetResult();
            await release;
        }

        Interlocked.Increment(ref _answers);
        return new Answer(200);
    }

    private static string IdOf(Received request)
    {
        if (request.Path == $"/{Hook}")
            return request.Headers["Idempotency-Key"]!;
        var body = JsonElement.Parse(request.Body);
        if (request.Path == $"/{Text}")
            return body.GetProperty("id").GetString()!;
        var text = body.GetProperty("text").GetString()!;
        return PlainId(DeviceInText().Match(text).Groups[1].Value, LevelInText().Match(text) is { Success: true } level ? int.Parse(level.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>The same for every attempt, another one under another seed; no hash that differs from run to run.</summary>
    private int KindOf((string Way, string Id) one) => (int)(one.Way.Concat(one.Id).Aggregate((uint)_seed, static (sum, c) => (sum * Prime) + c) % Kinds);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex("设备 ([a-z0-9-]+)")]
    private static partial Regex DeviceInText();

    [GeneratedRegex("第([0-9])级升级")]
    private static partial Regex LevelInText();

    [GeneratedRegex("X-SmartCommunity-Key: (\\S+)")]
    private static partial Regex KeyOfMail();
}
