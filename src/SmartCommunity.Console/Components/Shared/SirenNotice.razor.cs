using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Whether sirens sound and since when, by what they say themselves; silenced here. Nothing where there is none.</summary>
public sealed partial class SirenNotice
{
    /// <summary>A siren that does not hear within a minute ends by itself soon.</summary>
    private const int SilenceTtlSeconds = 60;

    private IReadOnlyList<Fault> _faults = [];
    private string _said = "";
    private bool _busy;

    [Inject] public required CommandDesk Desk { get; init; }
    [Inject] public required ILogger<SirenNotice> Logger { get; init; }

    /// <summary>The sirens.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SirenView> Sirens { get; set; } = [];

    /// <summary>Stage of the alert they are shown beside; null: none.</summary>
    [Parameter]
    public string? Stage { get; set; }

    private bool IsSounding => Sirens.Any(static s => s.IsSounding == true);

    private static Condition ConditionOf(SirenView siren) => siren switch
    {
        { IsSounding: true } => Condition.Alarm,
        { State: not DevicePresence.Online } or { IsSounding: null } => Condition.Offline,
        _ => Condition.Normal,
    };

    private string WordOf(SirenView siren) => siren switch
    {
        { IsSounding: true } => L["siren.sounding", Times.Full(siren.Since)],
        { IsSounding: null } => L["siren.unheard"],
        { State: not DevicePresence.Online } => L["siren.away"],
        { Since: { } since, Until: { } until } => L["siren.sounded", Times.Full(since), Times.Clock(until.ToUnixTimeMilliseconds())],
        _ => L["siren.silent"],
    };

    private async Task SilenceAsync()
    {
        (_busy, _said) = (true, "");
        var faults = new List<Fault>();
        var told = 0;
        foreach (var siren in Sirens.Where(static s => s.IsSounding == true))
        {
            var outcome = await Attempt.RunAsync(Visitor, Policies.AlertsAct, () => Desk.IssueAsync(siren.Device, new NewCommand { Name = "silence", TtlSeconds = SilenceTtlSeconds }, CancellationToken.None), Logger);
            faults.AddRange(outcome.Faults);
            told += outcome.Succeeded ? 1 : 0;
        }

        (_busy, _faults, _said) = (false, faults, told > 0 ? L["siren.told", told].Value : "");
    }
}
