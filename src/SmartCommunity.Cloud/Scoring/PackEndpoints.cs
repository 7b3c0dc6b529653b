using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Standard packs: which there are, and their files.</summary>
internal static class PackEndpoints
{
    private const string Tag = "Packs";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/packs", static ([FromServices] PackLibrary packs) => TypedResults.Json(packs.Packs.Select(PackView.Of).ToArray(), ScoreJson.Options)).Produces<PackView[]>()
            .Describe(Tag, "listPacks", "The standard packs that are installed.");
        api.MapGet("/packs/{name}", Find).Produces(StatusCodes.Status200OK, contentType: "application/yaml").Describe(Tag, "getPack", "The file of a pack, id@version.");
    }

    private static IResult Find(string name, [FromServices] PackLibrary packs) => packs.FileOf(name) is { } file
        ? TypedResults.Bytes(file.Bytes.ToArray(), "application/yaml")
        : Problems.NotFound("name", $"There is no pack '{name}'; there are: {string.Join(", ", packs.Packs.Select(static p => p.Name))}.");

    /// <summary>A pack at a glance.</summary>
    /// <param name="Name"><c>id@version</c>.</param>
    /// <param name="Hash">SHA-256 of its file.</param>
    /// <param name="Title">What people call it.</param>
    /// <param name="ValidFrom">First day on which communities are listed under it.</param>
    /// <param name="ValidTo">Last such day; null = still in force.</param>
    /// <param name="ProjectTypes">Codes of its project types.</param>
    /// <param name="Indicators">How many indicators it has.</param>
    /// <param name="Measures">How many measures it has.</param>
    internal sealed record PackView(string Name, string Hash, BilingualText Title, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> ProjectTypes, int Indicators, int Measures)
    {
        internal static PackView Of(StandardPack pack) => new(
            pack.Name, pack.Hash, pack.Title, pack.ValidFrom, pack.ValidTo, [.. pack.ProjectTypes.Select(static t => t.Code)], pack.Scenarios.Sum(static s => s.Indicators.Count), pack.Measures.Count());
    }
}
