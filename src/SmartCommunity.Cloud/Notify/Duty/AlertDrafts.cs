using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Makes the notifications of a transition: who is on duty now, by which words, with which link. Thread-safe.</summary>
internal sealed class AlertDrafts(RosterBook book, EnrolmentIndex enrolments, TwinGraph graph, NotificationOutbox outbox, AckLinks links, TimeProvider time)
{
    /// <summary>The notifications of a transition; none where nobody is to be told of it. To nobody in particular where nobody could be found.</summary>
    internal IReadOnlyList<NotificationDraft> Of(UntoldTransition untold) => AlertRouting.TellingOf(untold) switch
    {
        Telling.Act => Act(untold),
        Telling.Over => Over(untold),
        _ => [],
    };

    private List<NotificationDraft> Act(UntoldTransition untold)
    {
        var (alert, now) = (untold.Alert, time.GetUtcNow());
        var about = CaseOf(untold);
        var scenario = RuleSets.ScenarioOf(alert.RuleSet, alert.Rule);
        var street = book.ResponsibleFor(new DutyClaim(alert.Community, WireName.Of((AlertCause)alert.Cause), DomainOf(alert.Device), alert.Rule, scenario));
        var people = AlertRouting.At(book.Of(street), book.Calendar, street, alert, scenario, untold.Transition.Level, now.ToUnixTimeMilliseconds());
        return people.Count == 0 ? [AlertMessage.Nobody(about, street, now)] : [.. people.Select(to => AlertMessage.Act(about, to, links.LinkFor(alert.Id, to.Id, now), now))];
    }

    /// <summary>Whoever was called is told that it is over; who only reads of P3 is not: it would be a second message about nothing.</summary>
    private List<NotificationDraft> Over(UntoldTransition untold)
    {
        if (untold.Alert.Priority == (int)AlertPriority.P3)
            return [];
        var (about, now) = (CaseOf(untold), time.GetUtcNow());
        return
        [
            .. outbox.BeginningWith(AlertMessage.PrefixOf(untold.Alert.Id)).Where(static n => n.State != NotificationState.NoRecipient && n.Draft.Priority != NotificationPriority.P3)
                .Select(static n => n.Draft.Recipient).Distinct()
                .Select(id => (Id: id, Contact: book.Find(id))).Where(static to => to.Contact is not null)
                .Select(to => AlertMessage.Over(about, to.Id, to.Contact!, now)),
        ];
    }

    private AlertCase CaseOf(UntoldTransition untold)
    {
        var alert = untold.Alert;
        var place = TwinId.TryParse(alert.Place, out var id) ? graph.Find(id) : null;
        var community = book.Communities.GetValueOrDefault(alert.Community) ?? new NamedPlace(alert.Community, alert.Community, alert.Community, "");
        return new AlertCase(alert, untold.Transition, community, place?.NameZh ?? "", place?.NameEn ?? place?.NameZh ?? "");
    }

    private string DomainOf(string device) =>
        device.Length > 0 && enrolments.Find(device) is { } enrolment && DeviceClassCatalogue.Current.Find(enrolment.Class) is { } known ? known.Domain : "";
}
