using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Sends one of the class's commands to a device and follows it to its end.</summary>
public sealed partial class CommandForm : IAsyncDisposable
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(1);

    private string _name = "";
    private string _args = "";
    private int _ttlSeconds = new NewCommand { Name = "" }.TtlSeconds;
    private bool _sending;
    private CommandView? _sent;
    private IReadOnlyList<Fault> _faults = [];
    private Ticker? _follower;

    [Inject] public required CommandDesk Desk { get; init; }
    [Inject] public required CircuitLink Link { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<CommandForm> Logger { get; init; }

    /// <summary>Device id.</summary>
    [Parameter, EditorRequired]
    public required string Device { get; set; }

    /// <summary>Its class code.</summary>
    [Parameter, EditorRequired]
    public required string Class { get; set; }

    private IReadOnlyList<string> Names => DeviceClassCatalogue.Current.Find(Class)?.Commands ?? [];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _follower?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override void OnInitialized() => _name = Names is [var first, ..] ? first : "";

    private async Task SendAsync()
    {
        if (!TryReadArgs(out var args))
            return;
        _sending = true;
        var command = new NewCommand { Name = _name, Args = args, TtlSeconds = _ttlSeconds };
        var outcome = await Attempt.RunAsync(Visitor, Policies.DevicesEdit, () => Desk.IssueAsync(Device, command, CancellationToken.None), Logger);
        _sending = false;
        _faults = outcome.Faults;
        if (!outcome.Succeeded)
            return;
        _sent = outcome.Value;
        _follower ??= new Ticker(Link, Time, FollowInterval, FollowAsync, Logger);
    }

    private bool TryReadArgs(out JsonElement? args)
    {
        args = null;
        if (string.IsNullOrWhiteSpace(_args))
            return true;
        try
        {
            args = JsonElement.Parse(_args);
            return true;
        }
        catch (JsonException exception)
        {
            _faults = [new Fault(FaultKind.Invalid, "args", L["command.badArgs", exception.Message])];
            return false;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_sent is null || CommandLifecycle.HasEnded(_sent))
            return;
        var seen = await Desk.FindAsync(_sent.Id, cancellationToken);
        if (seen is null || seen == _sent)
            return;
        await InvokeAsync(() =>
        {
            if (_sent.Id == seen.Id)
                _sent = seen;
            StateHasChanged();
        });
    }
}
