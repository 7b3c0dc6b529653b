using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Facts of a community: numbers that people enter for its scores.</summary>
internal static class FactEndpoints
{
    internal const string Tag = "Facts";

    internal static QueryParameter EnteredBy { get; } = QueryParameter.Text("enteredBy", "Name of the person who does it. Required.") with { IsRequired = true };

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{code}/facts", ListAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<Page<FactView>>().Describe(
            Tag, "listFacts", "Facts of a community, by code.",
            [new QueryParameter("missing", ParameterType.Boolean, "Also those that the community's pack asks for and nobody entered (value null); default false."), .. QueryParameter.Paging]);
        api.MapGet("/communities/{code}/facts/{fact}", FindAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<FactView>().Describe(Tag, "getFact", "One fact; its revision is the ETag.");
        api.MapPut("/communities/{code}/facts/{fact}", PutAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<NewFact>("application/json").Produces<FactView>().Describe(
            Tag, "putFact", "Enters or replaces a fact that the community's pack defines; If-Match takes the revision (\"0\": not entered yet).");
        api.MapDelete("/communities/{code}/facts/{fact}", RemoveAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Produces<FactView>()
            .Describe(Tag, "removeFact", "Removes a fact: measures that need it are missing again. Its history stays.", EnteredBy);
        api.MapGet("/communities/{code}/changes", ChangesAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<Page<ChangeView>>().Describe(
            Tag, "listChanges", "Who changed what when in facts, records, evidence and standing, newest first.",
            [QueryParameter.Text("subject", "Only changes of this: fact:CODE, record:KIND/ID, evidence:ID or standing."), .. QueryParameter.Paging]);
    }

    private static async Task<IResult> ListAsync(string code, HttpRequest request, [FromServices] FactDesk facts, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var missing = query.Flag("missing");
        var list = await facts.ListAsync(code, missing, cancellationToken);
        return list.Succeeded ? ApiEndpoints.Page(query, list.Value!) : Problems.Of(list.Faults);
    }

    private static async Task<IResult> FindAsync(string code, string fact, HttpRequest request, [FromServices] FactDesk facts, CancellationToken cancellationToken) =>
        (await facts.FindAsync(code, fact, cancellationToken)).Answer(request, f => f.Revision);

    private static async Task<IResult> PutAsync(string code, string fact, HttpRequest request, [FromServices] FactDesk facts, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewFact>(request);
        return problem ?? (await facts.PutAsync(code, fact, body!, known, cancellationToken)).Answer(request, f => f.Revision);
    }

    private static async Task<IResult> RemoveAsync(string code, string fact, HttpRequest request, [FromServices] FactDesk facts, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var enteredBy = Said.Name(request, query, "enteredBy");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (known, wrong) = TwinEndpoints.Revision(request);
        return wrong ?? (await facts.RemoveAsync(code, fact, enteredBy, known, cancellationToken)).Answer(request, f => f.Revision);
    }

    private static async Task<IResult> ChangesAsync(string code, HttpRequest request, [FromServices] ChangeList changes, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var subject = query.Text("subject");
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await changes.ListAsync(code, subject, page, size, cancellationToken)).Answer();
    }
}
