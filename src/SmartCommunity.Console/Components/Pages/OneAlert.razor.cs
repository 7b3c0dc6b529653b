using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Everything of one alert: what to do, what it rests on, where it is, who was told, what happened; live.</summary>
public sealed partial class OneAlert
{
    /// <summary>Notifications listed; more are on their own page.</summary>
    private const int MaxTold = 20;

    /// <summary>Notifications and the device's values are looked at again every so many seconds; transitions come at once.</summary>
    private const int LookEvery = 5;

    private Loader<Content> _content = null!;
    private string? _loadedId;
    private string? _said;
    private bool _noMap;
    private int _seconds;

    [Inject] public required AlertDesk Desk { get; init; }
    [Inject] public required AlertBoard Board { get; init; }
    [Inject] public required NotificationDesk Notifications { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }
    [Inject] public required SirenQueries Sirens { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <summary>Id of the alert.</summary>
    [Parameter]
    public required string Id { get; set; }

    private string Title => _content.Value?.Detail is { } detail ? Languages.Pick(detail.Alert.TitleZh, detail.Alert.TitleEn) : L["alerts.title"];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loadedId == Id)
            return;
        (_loadedId, _said) = (Id, null);
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Follow(Alerts.RefreshInterval, RefreshAsync, () => Board.Changed += OnChanged, () => Board.Changed -= OnChanged);
    }

    private static HashSet<string> Alarmed(AlertView alert) => alert.Stage == "closed" ? [] : [alert.Device];

    // What is no matter of life sounds nothing at the gateway.
    private static bool Sounds(AlertView alert) => alert is { Priority: "P1", Cause: "personAtRisk" or "placeAtRisk" };

    private void OnChanged(IReadOnlyList<AlertChange> changes)
    {
        if (changes.Any(c => c.Alert.Id == Id))
            MarkUrgent();
    }

    private async Task RefreshAsync()
    {
        if (TakeChanged() || ++_seconds % LookEvery == 0)
            await LoadAsync();
        Report(_content);
    }

    private Task LoadAsync() => _content.LoadAsync(
        async stop =>
        {
            if (Desk.Find(Id) is not { Succeeded: true, Value: { } detail })
                return new Content(null, "", null, [], 0, []);
            var alert = detail.Alert;
            var place = await Places.FindCommunityAsync(alert.Community, stop);
            var device = alert.Device.Length > 0 ? await Twins.DeviceAsync(alert.Device, stop) : null;
            var told = Notifications.OfAlert(alert.Id);
            var sirens = Sounds(alert) ? await Sirens.OfCommunityAsync(alert.Community, stop) : [];
            return new Content(detail, place is null ? alert.Community : Words.NameOf(place), device, [.. told.OrderByDescending(static n => n.EnqueuedAt).Take(MaxTold)], told.Count, sirens);
        },
        Leaving);

    private async Task DoneAsync(AlertDetail done)
    {
        _said = L["alerts.said", Languages.Pick(done.Alert.TitleZh, done.Alert.TitleEn), L[$"alertStage.{done.Alert.Stage}"]];
        await LoadAsync();
    }

    /// <summary>What the page loads; no detail: there is no such alert.</summary>
    private sealed record Content(AlertDetail? Detail, string Community, LiveDevice? Device, IReadOnlyList<NotificationView> Told, long ToldTotal, IReadOnlyList<SirenView> Sirens);
}
