using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Asks for a place in degrees.</summary>
public sealed partial class PlaceFields
{
    /// <summary>Begins the ids of its fields.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter]
    public string Longitude { get; set; } = "";

    [Parameter]
    public EventCallback<string> LongitudeChanged { get; set; }

    [Parameter]
    public string Latitude { get; set; } = "";

    [Parameter]
    public EventCallback<string> LatitudeChanged { get; set; }
}
