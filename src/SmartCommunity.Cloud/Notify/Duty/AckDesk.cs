using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>What a signed link leads to.</summary>
internal enum AckState
{
    /// <summary>It was not signed here, or was changed.</summary>
    Forged,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its recipient is on no roster any more.</summary>
    Revoked,

    /// <summary>There is no such alert.</summary>
    Unknown,

    /// <summary>Somebody was faster.</summary>
    Already,

    /// <summary>It may be acknowledged.</summary>
    Open,

    /// <summary>It was acknowledged just now.</summary>
    Done,
}

/// <summary>What a signed link leads to, with the alert where there is one.</summary>
/// <param name="State">What it is.</param>
/// <param name="Alert">The alert.</param>
/// <param name="Name">Name of the recipient.</param>
/// <param name="TakenBy">Who was faster; empty: the system.</param>
/// <param name="TakenAt">When.</param>
internal sealed record AckView(AckState State, AlertView? Alert = null, string Name = "", string TakenBy = "", DateTimeOffset? TakenAt = null);

/// <summary>Acknowledges alerts by signed links, in the name of whom the link was made for. Thread-safe.</summary>
internal sealed class AckDesk(AckLinks links, AlertDesk alerts, RosterBook book, TimeProvider time)
{
    /// <summary>What a token leads to; changes nothing.</summary>
    internal AckView Find(string? token)
    {
        if (links.Read(token) is not { } claim)
            return new AckView(AckState.Forged);
        if (claim.Expires <= time.GetUtcNow())
            return new AckView(AckState.Expired);
        if (book.Find(claim.Recipient) is not { } contact)
            return new AckView(AckState.Revoked);
        var found = alerts.Find(claim.Alert);
        if (!found.Succeeded)
            return new AckView(AckState.Unknown);
        var alert = found.Value!.Alert;
        if (AlertDesk.Allows(AlertWords.Acknowledge, alert.Stage))
            return new AckView(AckState.Open, alert, contact.Name);
        var taken = found.Value.Transitions.Last(t => t.Stage == alert.Stage && t.At >= alert.StageSince);
        return new AckView(AckState.Already, alert, contact.Name, taken.Actor, taken.At);
    }

    /// <summary>Acknowledges what a token leads to.</summary>
    internal async Task<AckView> AcknowledgeAsync(string? token, CancellationToken cancellationToken)
    {
        var found = Find(token);
        if (found.State != AckState.Open)
            return found;
        // The transition that was seen is not asked for: that it escalated meanwhile is no reason to refuse.
        var outcome = await alerts.DoAsync(found.Alert!.Id, new NewAlertAction { Action = AlertWords.Acknowledge, Actor = found.Name }, cancellationToken);
        return outcome.Succeeded ? found with { State = AckState.Done, Alert = outcome.Value!.Alert } : Find(token);
    }
}
