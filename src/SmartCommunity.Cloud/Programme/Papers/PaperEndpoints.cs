using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>Papers, their templates, dossiers, and the key dossiers are signed with.</summary>
internal static class PaperEndpoints
{
    private const string Tag = "Papers", ZipType = "application/zip";

    /// <summary>A page that people look at and print: no scripts, nothing from elsewhere, though a template came from people.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/programme/papers", List).Allow(Policies.Programme, AreaOf.Own).Produces<PaperKindView[]>().Describe(Tag, "listPapers", "Kinds of paper, their formats, and faults of the district's own templates.");
        // What it says of money is for who may read subsidies.
        api.MapGet("/programme/papers/ledger", (HttpRequest request, HttpResponse response, [FromServices] PaperDesk papers, CancellationToken cancellationToken) => MakeAsync(PaperKind.Ledger.Code, request, response, papers, cancellationToken))
            .Allow(Policies.Money).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Describe(Tag, "makeLedgerPaper", "The ledger of the district as it is now.", QueryParameter.Choice("format", "Kind of file; default docx.", [.. PaperFormats.All.Select(static f => f.Code)]));
        api.MapGet("/programme/papers/{kind}", MakeAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Describe(
            Tag, "makePaper", "A paper as it is now, from its template: a Word document, a workbook, or a page to print.",
            QueryParameter.Text("project", "Id of the project it is about; required for papers of one project, not allowed for the others."),
            QueryParameter.Text("issue", "Which issue: the month of a bulletin (2022-06), cadence and due day of lists (weekly 2022-07-04); the latest when absent."), QueryParameter.Choice("format", "Kind of file; default docx.", [.. PaperFormats.All.Select(static f => f.Code)]));
        api.MapGet("/programme/templates/{name}", Template).Allow(Policies.Programme, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Describe(Tag, "getPaperTemplate", $"A shipped template to edit: paper.docx, paper.xlsx or paper.html. Put into {PaperTemplates.Folder}/ of the data folder, under this name or that of a kind (bulletin.docx), it is used from then on.");
        api.MapGet("/programme/signing-key", Key).Allow(Policies.SignedIn, AreaOf.Own).Produces<SigningKeyView>().Describe(Tag, "getSigningKey", "The public key dossiers are signed with, and its fingerprint.");
        api.MapGet("/programme/projects/{project}/dossier", PlanAsync).Allow(Policies.Programme, AreaOf.Community, "project").Produces<DossierPlan>().Describe(Tag, "getDossierPlan", "What the acceptance dossier of a project would prove, and what it lacks.");
        api.MapGet("/programme/projects/{project}/dossier/bundle", BundleAsync).Allow(Policies.ProgrammeEdit, AreaOf.Community, "project").Produces(StatusCodes.Status200OK, contentType: ZipType).Describe(
            Tag, "makeDossier", "The acceptance dossier: one signed bundle that `smartcommunity verify` checks without network.", QueryParameter.Text("actor", "Who makes it. Required."));
    }

    private static Ok<IReadOnlyList<PaperKindView>> List([FromServices] PaperTemplates templates) => TypedResults.Ok(PaperKindView.All(templates));

    private static async Task<IResult> MakeAsync(string kind, HttpRequest request, HttpResponse response, [FromServices] PaperDesk papers, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (project, issue) = (query.Text("project"), query.Text("issue"));
        var format = query.Choice("format", [.. PaperFormats.All.Select(static f => (f.Code, f))], otherwise: PaperFormats.Docx);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (PaperDesk.Made.FirstOrDefault(k => k.Code == kind) is not { } known)
            return Problems.NotFound("kind", $"kind '{kind}' must be one of: {string.Join(", ", PaperDesk.Made.Select(static k => k.Code))}.");
        var made = await papers.MakeAsync(known, project, issue, format, cancellationToken);
        if (!made.Succeeded)
            return Problems.Of(made.Faults);
        StrangersFile.Guard(response, PagePolicy);
        var (fileName, mediaType, bytes) = made.Value!;
        return TypedResults.File(bytes, mediaType, format == PaperFormats.Html ? null : fileName);
    }

    private static IResult Template(string name, HttpResponse response)
    {
        if (PaperTemplates.Shipped(name) is not { } template)
            return Problems.NotFound("name", $"There is no shipped template of that name; there are {string.Join(", ", PaperFormats.All.Select(static f => $"paper.{f.Code}"))}.");
        StrangersFile.Guard(response);
        return TypedResults.File(template, MediaTypeNames.Application.Octet, name);
    }

    private static Ok<SigningKeyView> Key([FromServices] SigningKey key) => TypedResults.Ok(new SigningKeyView(SigningKey.Algorithm, key.Fingerprint, key.PublicKeyPem));

    private static async Task<IResult> PlanAsync(string project, [FromServices] DossierDesk dossiers, CancellationToken cancellationToken)
    {
        var plan = await dossiers.PlanAsync(project, cancellationToken);
        return plan.Succeeded ? ProgrammeEndpoints.Json(plan.Value) : Problems.Of(plan.Faults);
    }

    private static async Task<IResult> BundleAsync(string project, HttpRequest request, HttpResponse response, [FromServices] DossierDesk dossiers, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var actor = Said.Name(request, query, "actor") ?? "";
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (actor.Length is 0 or > Entered.MaxName)
            return Problems.Of(new Fault(FaultKind.Invalid, "actor", $"actor must be 1 to {Entered.MaxName} characters: who makes it."));
        var made = await dossiers.MakeAsync(project, actor, cancellationToken);
        if (!made.Succeeded)
            return Problems.Of(made.Faults);
        StrangersFile.Guard(response);
        response.ContentLength = made.Value!.Length;
        return TypedResults.Stream(target => made.Value.WriteAsync(target, cancellationToken), ZipType, $"dossier-{project}.zip");
    }

    /// <summary>The public key.</summary>
    internal sealed record SigningKeyView(string Algorithm, string Fingerprint, string PublicKey);
}

/// <summary>A kind of paper as it can be had.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Zh">Its name.</param>
/// <param name="En">Its name in English.</param>
/// <param name="OfOneProject">It is about one project, which must be named.</param>
/// <param name="Formats">Endings of its files.</param>
/// <param name="Faults">What is wrong with the templates it would be made with; empty when nothing is.</param>
public sealed record PaperKindView(string Code, string Zh, string En, bool OfOneProject, IReadOnlyList<string> Formats, IReadOnlyList<string> Faults)
{
    /// <summary>Every kind that can be made.</summary>
    public static IReadOnlyList<PaperKindView> All(PaperTemplates templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        return [.. PaperDesk.Made.Select(k => new PaperKindView(
            k.Code, k.Name.Zh, k.Name.En, PaperDesk.OfOneProject.Contains(k), [.. PaperFormats.All.Select(static f => f.Code)], [.. PaperFormats.All.SelectMany(f => templates.Read(k, f).Faults).Select(static f => f.Message).Distinct()]))];
    }
}
