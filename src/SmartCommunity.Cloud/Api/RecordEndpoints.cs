using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Records of a community: facilities, societies, courses and what else its pack counts.</summary>
internal static class RecordEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/communities/{code}/records/{kind}", ListAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<Page<RecordView>>().Describe(FactEndpoints.Tag, "listRecords", "Records of a kind, by id.", QueryParameter.Paging);
        api.MapGet("/communities/{code}/records/{kind}/{id}", FindAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<RecordView>().Describe(FactEndpoints.Tag, "getRecord", "One record; its revision is the ETag.");
        api.MapPut("/communities/{code}/records/{kind}/{id}", PutAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<NewRecord>("application/json").Produces<RecordView>().Describe(
            FactEndpoints.Tag, "putRecord", "Enters or replaces a record, all its fields; If-Match takes the revision (\"0\": not entered yet).");
        api.MapDelete("/communities/{code}/records/{kind}/{id}", RemoveAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Produces<RecordView>()
            .Describe(FactEndpoints.Tag, "removeRecord", "Removes a record. Its history stays.", FactEndpoints.EnteredBy);
    }

    private static async Task<IResult> ListAsync(string code, string kind, HttpRequest request, [FromServices] RecordDesk records, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await records.ListAsync(code, kind, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> FindAsync(string code, string kind, string id, HttpRequest request, [FromServices] RecordDesk records, CancellationToken cancellationToken) =>
        (await records.FindAsync(code, kind, id, cancellationToken)).Answer(request, r => r.Revision);

    private static async Task<IResult> PutAsync(string code, string kind, string id, HttpRequest request, [FromServices] RecordDesk records, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewRecord>(request);
        return problem ?? (await records.PutAsync(code, kind, id, body!, known, cancellationToken)).Answer(request, r => r.Revision);
    }

    private static async Task<IResult> RemoveAsync(string code, string kind, string id, HttpRequest request, [FromServices] RecordDesk records, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var enteredBy = Said.Name(request, query, "enteredBy");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (known, wrong) = TwinEndpoints.Revision(request);
        return wrong ?? (await records.RemoveAsync(code, kind, id, enteredBy, known, cancellationToken)).Answer(request, r => r.Revision);
    }
}
