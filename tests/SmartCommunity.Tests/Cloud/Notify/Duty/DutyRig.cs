using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Alerts;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

/// <summary>Ledger, rosters, teller and outbox over files in a temporary folder, on a simulated clock that follows the log's.</summary>
internal sealed class DutyRig : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryRegistry _registry;
    private readonly SemaphoreSlim _news = new(0);
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private NotifyChannels? _channels;
    private NotificationSender? _sender;
    private AlertLedger _ledger;
    private AlertTeller _teller;
    private int _published;

    private DutyRig(TemporaryRegistry registry)
    {
        _registry = registry;
        (_ledger, Outbox, _teller) = Open();
    }

    internal NotificationOutbox Outbox { get; private set; }

    internal AlertLog Log { get; } = new();

    /// <summary>Every notification, in the order of keys.</summary>
    internal IReadOnlyList<NotificationRecord> Notified => Outbox.BeginningWith("alert:");

    internal RosterBook Book { get; private set; } = null!;

    internal static async Task<DutyRig> CreateAsync(Roster roster)
    {
        var registry = await TemporaryRegistry.CreateAsync(ChinaTime.From(AlertLog.T0));
        var rig = new DutyRig(registry);
        rig.Book.Apply(Rosters.Street, roster);
        return rig;
    }

    /// <summary>Publishes what the log did, as the grain does, and tells it.</summary>
    internal DutyRig Tell(int? atMost = null)
    {
        Publish();
        for (var round = 0; _teller.Tell() > 0 && round + 1 < (atMost ?? int.MaxValue); round++)
        {
        }

        return this;
    }

    /// <summary>Publishes what the log did; nobody is told yet.</summary>
    internal DutyRig Publish()
    {
        var fresh = Log.Changes.Skip(_published).ToArray();
        if (fresh.Length > 0)
        {
            var to = ChinaTime.From(fresh.Max(c => c.Transition.AtMs));
            if (to > _registry.Time.GetUtcNow())
                _registry.Time.SetUtcNow(to);
        }

        new AlertBoard(_ledger).Publish(fresh);
        _published = Log.Changes.Count;
        return this;
    }

    /// <summary>Sends what is in the outbox through a webhook.</summary>
    internal async Task SendAsync(string url)
    {
        const int seed = 20261126;
        _channels = new NotifyChannels([new WebhookSettings { Name = "desk", Url = url, Secret = "0123456789abcdef", PerMinute = 6_000 }], seed, _registry.Time);
        _sender = new NotificationSender(Outbox, _channels, new NotifyMetrics(_meters.GetRequiredService<IMeterFactory>(), Outbox, _registry.Time), _registry.Time, NullLogger<NotificationSender>.Instance);
        await _sender.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends everything as a kill does, and opens it again: no answer that is under way is kept.</summary>
    internal async Task KillAsync()
    {
        await CutAsync();
        Restart();
    }

    /// <summary>Sets the clock on, to what the log's ticks say.</summary>
    internal void SetTime(long atMs) => _registry.Time.SetUtcNow(ChinaTime.From(atMs));

    internal long NowMs => _registry.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Something happened at a receiver: what is awaited is looked at again.</summary>
    internal void Look() => _news.Release();

    /// <summary>Returns once nothing is due, and nothing under way but what may wait for its answer.</summary>
    internal Task SettledAsync(Func<NotificationRecord, bool>? mayWait = null) => UntilAsync(() => Notified.All(n => n.State switch
    {
        NotificationState.Sending => mayWait?.Invoke(n) ?? false,
        NotificationState.Queued => n.NextAtMs > NowMs,
        _ => true,
    }));

    /// <summary>Returns once every notification has ended.</summary>
    internal Task AllEndedAsync() => UntilAsync(() => Notified.All(static n => n.State > NotificationState.Sending));

    /// <summary>Closes all files and opens them again; the log is read again from its beginning, and every transition published once more.</summary>
    internal void Restart()
    {
        var book = Book;
        _ledger.Dispose();
        Outbox.Dispose();
        (_ledger, Outbox, _teller) = Open();
        foreach (var place in Book.Streets)
            Book.Apply(place.Code, book.Of(place.Code));
        _published = 0;
    }

    /// <summary>The people told of a transition of an alert.</summary>
    internal IEnumerable<string> Told(Alert alert, int number) => Outbox.BeginningWith(AlertMessage.PrefixOf(alert.Id, number)).Select(static n => n.Draft.Recipient[(n.Draft.Recipient.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _meters.DisposeAsync();
        _ledger.Dispose();
        Outbox.Dispose();
        await _registry.DisposeAsync();
        _news.Dispose();
    }

    private async Task CutAsync()
    {
        if (_sender is null)
            return;
        await _sender.CutAsync();
        _sender.Dispose();
        _channels!.Dispose();
        _sender = null;
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        void OnEnded(string key, NotificationState state) => Look();
        Outbox.Changed += Look;
        Outbox.Ended += OnEnded;
        try
        {
            while (!isSo())
                Assert.True(await _news.WaitAsync(_patience, TestContext.Current.CancellationToken), "Nothing happened in the outbox for a minute.");
        }
        finally
        {
            Outbox.Changed -= Look;
            Outbox.Ended -= OnEnded;
        }
    }

    private (AlertLedger, NotificationOutbox, AlertTeller) Open()
    {
        var ledger = AlertLedger.Open(Path.Combine(_registry.Folder, "alerts.db"));
        var outbox = NotificationOutbox.Open(Path.Combine(_registry.Folder, "notifications.db"), _registry.Time);
        Book = new RosterBook(_registry.Store);
        var links = new AckLinks(Path.Combine(_registry.Folder, AckLinks.KeyFile), new Uri("https://desk.example/"));
        var drafts = new AlertDrafts(Book, _registry.Index, new TwinGraph(_registry.Store, _registry.Index), outbox, links, _registry.Time);
        return (ledger, outbox, new AlertTeller(ledger, new AlertBoard(ledger), outbox, drafts, _registry.Time, NullLogger<AlertTeller>.Instance));
    }
}
