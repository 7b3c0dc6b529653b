using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Registers a delivery of devices and shows the codes to print this once: by id, or by a prefix and a count.</summary>
public sealed partial class PrepareClaimsForm
{
    /// <summary>Codes shown; the file holds all of them.</summary>
    internal const int MaxShown = 20;

    /// <summary>A year: deliveries are mounted within months.</summary>
    private const int DefaultDays = 365;

    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    private string _batch = "";
    private string _class = "";
    private string _prefix = "";
    private int? _count;
    private int _days = DefaultDays;
    private string _ids = "";
    private bool _busy;
    private ClaimCodeView[]? _codes;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required ClaimDesk Desk { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<PrepareClaimsForm> Logger { get; init; }

    /// <summary>Codes were made.</summary>
    [Parameter]
    public EventCallback OnPrepared { get; set; }

    private async Task PrepareAsync()
    {
        _busy = true;
        var claims = new NewClaims
        {
            Batch = _batch.Trim(), Class = _class, Prefix = _prefix.Trim(), Count = _count ?? 0, ExpiresInDays = _days,
            Devices = _ids.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        var outcome = await Attempt.RunAsync(() => Desk.PrepareAsync(claims, Visitor.Actor, CancellationToken.None), Logger);
        (_busy, _faults, _codes) = (false, outcome.Faults, outcome.Value);
        if (outcome.Succeeded)
            await OnPrepared.InvokeAsync();
    }

    private async Task SaveAsync()
    {
        var saved = await DownloadInterop.SaveTextAsync(Browser, Logger, $"claim-codes-{_codes![0].Batch}.csv", ClaimCsv.Of(_codes));
        _faults = saved ? [] : [new Fault(FaultKind.Unavailable, "file", L["import.notSaved"])];
    }
}
