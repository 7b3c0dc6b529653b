using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Sends a test message, marked as one, to an address through one channel; its row then tells what became of it.</summary>
public sealed partial class NotificationTestForm
{
    private string _channel = "";
    private string _address = "";
    private string? _queued;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required NotificationDesk Desk { get; init; }
    [Inject] public required ILogger<NotificationTestForm> Logger { get; init; }

    /// <summary>It was queued.</summary>
    [Parameter]
    public EventCallback OnQueued { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _channel = Desk.Channels.Count > 0 ? Desk.Channels[0] : "";

    private async Task SendAsync()
    {
        var outcome = await Attempt.RunAsync(() => Task.FromResult(Desk.Test(new NewTestNotification { Channel = _channel, Address = _address.Trim() })), Logger);
        (_faults, _queued) = (outcome.Faults, outcome.Value?.Key);
        if (outcome.Succeeded)
            await OnQueued.InvokeAsync();
    }
}
