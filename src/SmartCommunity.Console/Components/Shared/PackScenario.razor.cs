using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A scenario of a pack: its measures with formula, floor and full value by project type, age they may have, and where their numbers are from.</summary>
public sealed partial class PackScenario
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required StandardPack Pack { get; set; }

    /// <summary>One of its scenarios.</summary>
    [Parameter, EditorRequired]
    public required Scenario Scenario { get; set; }

    private PackWords Words { get; set; } = new(null);

    /// <inheritdoc/>
    protected override void OnParametersSet() => Words = new PackWords(Pack);

    private static bool IsUnofficial(Measure measure) => measure.Provenance.StartsWith("unofficial", StringComparison.Ordinal);

    private string AgeOf(Measure measure) => measure.MaxAge >= Measure.UntilExpiry
        ? L["packs.untilExpiry"]
        : measure.MaxAge.TotalDays >= 1
            ? L["packs.days", measure.MaxAge.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)]
            : L["packs.minutes", measure.MaxAge.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)];
}
