using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Alerts;
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
    private readonly TemporaryRegistry _registry;
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

    internal static async Task<DutyRig> CreateAsync(Roster? roster = null)
    {
        var registry = await TemporaryRegistry.CreateAsync(ChinaTime.From(AlertLog.T0));
        var rig = new DutyRig(registry);
        if (roster is not null)
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
        _ledger.Dispose();
        Outbox.Dispose();
        await _registry.DisposeAsync();
    }

    private (AlertLedger, NotificationOutbox, AlertTeller) Open()
    {
        var ledger = AlertLedger.Open(Path.Combine(_registry.Folder, "alerts.db"));
        var outbox = NotificationOutbox.Open(Path.Combine(_registry.Folder, "notifications.db"), _registry.Time);
        Book = new RosterBook(_registry.Store);
        var links = new AckLinks(Path.Combine(_registry.Folder, AckLinks.KeyFile), new Uri("https://desk.example/"));
        var drafts = new AlertDrafts(Book, _registry.Index, _registry.Store, outbox, links, _registry.Time);
        return (ledger, outbox, new AlertTeller(ledger, new AlertBoard(ledger), outbox, drafts, _registry.Time, NullLogger<AlertTeller>.Instance));
    }
}
