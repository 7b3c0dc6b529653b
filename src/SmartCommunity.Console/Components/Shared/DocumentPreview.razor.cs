using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A document of evidence: its hash, a way to save it, and what a browser shows of photographs and PDF.</summary>
public sealed partial class DocumentPreview
{
    // What every browser draws; photographs of phones in HEIC are saved instead.
    private static readonly string[] Photos = ["image/jpeg", "image/png", "image/gif", "image/webp"];

    /// <summary>The evidence.</summary>
    [Parameter, EditorRequired]
    public required EvidenceView Evidence { get; set; }

    private bool IsPhoto => Photos.Contains(Evidence.MediaType);

    private string Url => $"/api/v1/communities/{Evidence.Community}/evidence/{Evidence.Id}/document";
}
