using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Filters of the quarantine; the page keeps them in its URL.</summary>
public sealed partial class QuarantineFilterBar
{
    private static readonly string[] Reasons =
    [
        QuarantineReason.Malformed, QuarantineReason.Shape, QuarantineReason.UnknownQuantity, QuarantineReason.ForeignQuantity, QuarantineReason.BadValue,
        QuarantineReason.OutOfRange, QuarantineReason.Incomplete, QuarantineReason.BadTimestamp, QuarantineReason.UnknownEvent, QuarantineReason.Topic, QuarantineReason.TooLarge,
        QuarantineReason.UnknownDevice, QuarantineReason.BeforeBirth, QuarantineReason.Template,
    ];

    /// <summary>Communities to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Community chosen.</summary>
    [Parameter]
    public string? Community { get; set; }

    /// <summary>Reason chosen.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>State chosen; null is all.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>Device chosen.</summary>
    [Parameter]
    public string? Device { get; set; }

    /// <summary>A filter changed: its name in the URL and its value.</summary>
    [Parameter]
    public EventCallback<(string Name, string? Value)> OnChange { get; set; }

    private Task Say(string name, object? value) => OnChange.InvokeAsync((name, value?.ToString()));
}
