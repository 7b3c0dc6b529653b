using System.Text.Json;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Imports a layer: units of civil affairs and barriers for the district, walkways and buildings for the project.</summary>
public sealed partial class LayerForm
{
    private Layer _layer;
    private string _source = "";
    private string _text = "";

    private enum Layer
    {
        Governance,
        Administrative,
        Barriers,
        Walkways,
        Buildings,
    }

    private async Task SaveAsync()
    {
        if (GeoJsonField.Parse(_text, out var fault) is { } features)
            await SubmitAsync(ActOf(features));
        else
            Refuse("features", fault!);
    }

    private ProgrammeAct ActOf(JsonElement features) => _layer switch
    {
        Layer.Governance => new GovernanceUnitsImported(UnitScheme.Governance, _source, features),
        Layer.Administrative => new GovernanceUnitsImported(UnitScheme.Administrative, _source, features),
        Layer.Barriers => new BarriersImported(_source, features),
        Layer.Walkways => new WalkwaysImported(Project, _source, features),
        _ => new BuildingsImported(Project, _source, features),
    };
}
