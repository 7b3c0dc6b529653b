using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Eligibility.Shapes;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Saves a unit's border: what was drawn on the map, a file, or pasted GeoJSON.</summary>
public sealed partial class BorderForm
{
    private UnitKind _unit;
    private string _source = "";
    private string _text = "";

    /// <summary>What was drawn on the map; empty: nothing.</summary>
    [Parameter]
    public IReadOnlyList<(double Longitude, double Latitude)> Corners { get; set; } = [];

    private string? Area => Corners.Count > 0 && _text == GeoJsonOf(Corners) ? GroundText.Ha(EqualAreaPlane.AreaHa(Corners)) : null;

    /// <summary>A drawn border as GeoJSON.</summary>
    internal static string GeoJsonOf(IReadOnlyList<(double Longitude, double Latitude)> corners) =>
        $$"""{"type":"Polygon","coordinates":[[{{string.Join(",", corners.Append(corners[0]).Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.Longitude:0.#######},{c.Latitude:0.#######}]")))}}]]}""";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Corners.Count == 0)
            return;
        (_text, _source) = (GeoJsonOf(Corners), L["ground.drawn"]);
    }

    private async Task SaveAsync()
    {
        if (GeoJsonField.Parse(_text, out var fault) is { } border)
            await SubmitAsync(new UnitDrawn(Project, _unit, border, _source));
        else
            Refuse("border", fault!);
    }
}
