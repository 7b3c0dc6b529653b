using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Standard packs: which there are, and their files.</summary>
internal static class PackEndpoints
{
    private const string Tag = "Packs";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/packs", static ([FromServices] PackLibrary packs) => TypedResults.Json(packs.Packs.Select(PackView.Of).ToArray(), ScoreJson.Options)).Allow(Policies.Overview, AreaOf.Own).Produces<PackView[]>()
            .Describe(Tag, "listPacks", "The standard packs that are installed.");
        api.MapGet("/packs/{name}", Find).Allow(Policies.Overview, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/yaml").Describe(Tag, "getPack", "The file of a pack, id@version.");
        api.MapGet("/packs/{a}/diff/{b}", DiffAsync).Allow(Policies.Overview, AreaOf.Own).Produces<PackDifference>().Describe(
            Tag, "diffPacks", "Every point in which two packs differ, and what that does to each community's score.",
            new QueryParameter("communities", ParameterType.Boolean, "Also every community's score under the one and the other; default false."),
            QueryParameter.Text("typeA", "Project type under the one where it does not know a community's own; its first when absent."),
            QueryParameter.Text("typeB", "Project type under the other where it does not know a community's own; its first when absent."));
    }

    private static IResult Find(string name, [FromServices] PackLibrary packs) => packs.FileOf(name) is { } file
        ? TypedResults.Bytes(file.Bytes.ToArray(), "application/yaml")
        : Problems.NotFound("name", $"There is no pack '{name}'; there are: {string.Join(", ", packs.Packs.Select(static p => p.Name))}.");

    private static async Task<IResult> DiffAsync(string a, string b, HttpRequest request, [FromServices] PackDesk packs, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (communities, typeA, typeB) = (query.Flag("communities"), query.Text("typeA"), query.Text("typeB"));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var diff = packs.Diff(a, b);
        if (!diff.Succeeded || !communities)
            return ScoreEndpoints.Answer(diff.Succeeded ? new PackDifference(diff.Value!, null) : (Outcome<PackDifference>)diff.Faults.ToArray());
        var effect = await packs.EffectAsync(a, b, typeA, typeB, cancellationToken);
        return ScoreEndpoints.Answer(effect.Succeeded ? new PackDifference(diff.Value!, effect.Value) : (Outcome<PackDifference>)effect.Faults.ToArray());
    }

    /// <summary>What differs between two packs.</summary>
    /// <param name="Diff">The points.</param>
    /// <param name="Communities">What it does to each community; null when not asked for.</param>
    internal sealed record PackDifference(PackDiff Diff, IReadOnlyList<PackEffect>? Communities);

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
