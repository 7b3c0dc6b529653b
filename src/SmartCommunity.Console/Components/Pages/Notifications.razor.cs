using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Who was told what, through which channel, and what became of it, newest first; looked at again every two seconds. Filters, page, panel and the open one are in the URL.</summary>
public sealed partial class Notifications
{
    private const string StateKey = "state";
    private const string PriorityKey = "priority";
    private const string RecipientKey = "recipient";
    private const string PageKey = "page";
    private const string KeyKey = "key";
    private const string PanelKey = "panel";
    private const string TestPanel = "test";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private Loader<Page<NotificationView>> _notifications = null!;
    private NotificationDetailView? _open;

    [Inject] public required NotificationDesk Desk { get; init; }

    /// <summary>Notifications in this state only.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Notifications of this priority only.</summary>
    [SupplyParameterFromQuery(Name = PriorityKey)]
    public string? Priority { get; set; }

    /// <summary>Notifications to this recipient only.</summary>
    [SupplyParameterFromQuery(Name = RecipientKey)]
    public string? Recipient { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>Key of the notification that is open.</summary>
    [SupplyParameterFromQuery(Name = KeyKey)]
    public string? Key { get; set; }

    /// <summary>The form that is open: <c>test</c>.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Priority) || !string.IsNullOrEmpty(Recipient);

    /// <inheritdoc/>
    protected override void OnInitialized() => _notifications = new Loader<Page<NotificationView>>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => Repeat(RefreshInterval, LoadAsync);

    private async Task LoadAsync()
    {
        await _notifications.LoadAsync(
            _ =>
            {
                _open = string.IsNullOrEmpty(Key) ? null : Desk.Find(Key);
                return Task.FromResult(Desk.List(
                    DeviceFilters.OrNull(State), DeviceFilters.OrNull(Priority), DeviceFilters.OrNull(Recipient?.Trim()), Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize));
            },
            Leaving);
        if (_notifications.Problem is null)
            AsOf.Report(NowMs, live: IsRepeating);
    }

    private string HrefOf(string key) => $"/{Navigation.ToBaseRelativePath(Navigation.GetUriWithQueryParameter(KeyKey, key))}";

    private void SetFilter(string name, object? value) => SetQuery(name, Convert.ToString(value, CultureInfo.InvariantCulture), PageKey, KeyKey);
}
