using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Where an alert is, what it rests on, and how long is left.</summary>
public sealed partial class AlertFacts
{
    [Inject] public required SettingsDesk Settings { get; init; }

    /// <summary>The alert, with what changed its rule.</summary>
    [Parameter, EditorRequired]
    public required AlertDetail Detail { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    private AlertView Alert => Detail.Alert;

    /// <summary>Where this rule gets other numbers for this device or home; of a safety rule, where it is muted for a time.</summary>
    private string CareHref
    {
        get
        {
            var isSafety = Settings.Rules.FirstOrDefault(r => r.Id == Alert.Rule)?.IsSafety ?? true;
            var target = Alert.Device.Length > 0 ? $"device:{Alert.Device}" : Alert.Place.Length > 0 ? Alert.Place : $"community:{Alert.Community}";
            return $"/care?community={Alert.Community}&panel={(isSafety ? "window" : "override")}&target={Uri.EscapeDataString(target)}&rule={Alert.Rule}";
        }
    }
}
