using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Console.Components.Money;

/// <summary>Payments expected in a year by month, each with what it depends on, its range and its reason.</summary>
public sealed partial class ForecastTable
{
    /// <summary>The forecast.</summary>
    [Parameter, EditorRequired]
    public required PaymentForecast Forecast { get; set; }

    /// <summary>The projects by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, ProjectState> Projects { get; set; }
}
