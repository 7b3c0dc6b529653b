using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Documents of the file that prove a link, one management, or unsafe houses (E-04, E-05, E-07).</summary>
public sealed partial class ProofPanel
{
    private ProofKind _kind;
    private string _document = "";
    private string _barrier = "";
    private string _longitude = "";
    private string _latitude = "";

    /// <summary>The project as it is.</summary>
    [Parameter, EditorRequired]
    public required ProjectState State { get; set; }

    /// <summary>Barriers through the unit.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Crossing> Crossings { get; set; }

    private IReadOnlyList<ProjectDocument> Documents => [.. State.File.Documents.Select(d => d.Section).Distinct().SelectMany(State.File.Newest)];

    private async Task SaveAsync()
    {
        if (!int.TryParse(_document, CultureInfo.InvariantCulture, out var index) || index >= Documents.Count)
        {
            Refuse("title", L["ground.noDocument"]);
            return;
        }

        var (document, isLink) = (Documents[index], _kind == ProofKind.Connectivity);
        var proof = new Proof(_kind, document.Section, document.Title, isLink ? _barrier : null, isLink ? Number(_longitude) : null, isLink ? Number(_latitude) : null);
        await SubmitAsync(new ProofGiven(Project, NewId("proof", State.Ground.Proofs.Keys), proof));
    }
}
