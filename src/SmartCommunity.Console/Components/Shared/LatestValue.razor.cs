using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A latest value with its name, unit, age, and its quality when that is less than good.</summary>
public sealed partial class LatestValue
{
    /// <summary>The value.</summary>
    [Parameter, EditorRequired]
    public required LiveValue Value { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    private Quantity? Quantity => QuantityCatalogue.Default.Find(Value.Quantity);

    private Quality Quality => (Quality)Value.Quality;
}
