using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring;

namespace SmartCommunity.Cloud.Api;

/// <summary>Alert rules: those in force, their files, and putting others in force.</summary>
internal static class RuleEndpoints
{
    private const string Tag = "Rules", Yaml = "application/yaml";

    private static readonly (string Name, BackTestSource Value)[] _sources = [("series", BackTestSource.Series), ("log", BackTestSource.Log)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/rules", async ([FromServices] RuleDesk rules) => TypedResults.Ok(await rules.ViewAsync())).Allow(Policies.Alerts, AreaOf.Own).Produces<RulesView>().Describe(
            Tag, "getRules", "The alert rules in force with what they raised in 7 and 30 days, every kept set, and which was in force since when.");
        api.MapGet("/rules/schema.json", static () => TypedResults.Text(RuleFile.Schema, "application/schema+json")).Allow(Policies.Alerts, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/schema+json")
            .Describe(Tag, "getRulesSchema", "JSON Schema of rule files.");
        api.MapGet("/rules/shadows", ShadowsAsync).Allow(Policies.Alerts).Produces<IReadOnlyList<ShadowView>>().Describe(
            Tag, "listShadowAlerts", "The latest alerts that rules in shadow would have raised, the youngest first.", QueryParameter.Text("rule", "Rule id; all when absent."));
        api.MapGet("/rules/sets/{name}", Find).Allow(Policies.Alerts, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: Yaml).Describe(Tag, "getRuleSet", "The file of a kept set, id@version.");
        api.MapGet("/rules/{a}/diff/{b}", static (string a, string b, [FromServices] RuleDesk rules) => ScoreEndpoints.Answer(rules.Diff(a, b))).Allow(Policies.Alerts, AreaOf.Own).Produces<RuleDiff>().Describe(
            Tag, "diffRules", "Every point in which two kept sets differ, and what it does.");
        api.MapPost("/rules", PutAsync).Allow(Policies.RulesEdit).Accepts<string>(Yaml).Produces<RulesPutView>().Describe(
            Tag, "putRules", "Checks a file of rules (YAML, at most 1 MiB), keeps it and puts it in force in every community. What a version says never changes. With dryRun=true: only what it would change.",
            QueryParameter.Text("actor", "Who puts it in force."), QueryParameter.Text("comment", "Why."), new QueryParameter("dryRun", ParameterType.Boolean, "true: only checks, and says what it would change; default false."));
        api.MapPost("/rules/in-force", UseAsync).Allow(Policies.RulesEdit).Accepts<NewRulesInForce>("application/json").Produces<RulesPutView>().Describe(
            Tag, "useRules", "Puts a kept set in force: an earlier one, to roll back.");
        api.MapPost("/rules/back-test", BackTestAsync).Allow(Policies.RulesEdit).Accepts<string>(Yaml).Produces<BackTestReport>().Describe(
            Tag, "backTestRules", "What a file of rules would have raised; by default in the last seven days.",
            [.. QueryParameter.Range, QueryParameter.Choice("source", "Out of what it is replayed; default series.", _sources.Select(static s => s.Name)), QueryParameter.Text("communities", "Codes separated by commas; all when absent.")]);
    }

    private static IResult Find(string name, [FromServices] RuleDesk rules)
    {
        var file = rules.FileOf(name);
        return file.Succeeded ? TypedResults.Bytes(file.Value.ToArray(), Yaml) : file.Answer();
    }

    private static async Task<IResult> ShadowsAsync(HttpRequest request, [FromServices] RuleDesk rules)
    {
        var query = new QueryReader(request.Query);
        var rule = query.Text("rule");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await rules.ShadowsAsync(rule));
    }

    private static async Task<IResult> PutAsync(HttpRequest request, [FromServices] RuleDesk rules, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (actor, comment, dryRun) = (Said.Name(request, query, "actor") ?? "", query.Text("comment") ?? "", query.Flag("dryRun"));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (file, problem) = await FileAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        return dryRun ? ScoreEndpoints.Answer(rules.Check(file)) : (await rules.PutAsync(file, actor, comment, cancellationToken)).Answer();
    }

    private static async Task<IResult> UseAsync(HttpRequest request, [FromServices] RuleDesk rules, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewRulesInForce>(request);
        return problem ?? (await rules.UseAsync(body!.Name, body.Actor, body.Comment, cancellationToken)).Answer();
    }

    private static async Task<IResult> BackTestAsync(HttpRequest request, [FromServices] RuleDesk rules, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        const int days = 7;
        var query = new QueryReader(request.Query);
        var to = query.Instant("to") ?? time.GetUtcNow();
        var scope = new BackTestScope(query.Names("communities"), query.Instant("from") ?? to.AddDays(-days), to, query.Choice("source", _sources, BackTestSource.Series));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var (file, problem) = await FileAsync(request, cancellationToken);
        return problem ?? ScoreEndpoints.Answer(await rules.BackTestAsync(file, scope, null, cancellationToken));
    }

    private static async Task<(ReadOnlyMemory<byte> File, IResult? Problem)> FileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not (Yaml or "text/yaml" or "application/x-yaml"))
            return (default, Problems.UnsupportedMediaType(Yaml));
        var body = await LimitedBody.ReadAsync(request.Body, RuleFile.MaxBytes, cancellationToken);
        return body.Length > RuleFile.MaxBytes ? (default, Problems.TooLarge("body", RuleFile.MaxBytes)) : (body, null);
    }

    /// <summary>A kept set that is to be in force.</summary>
    internal sealed record NewRulesInForce
    {
        /// <summary><c>id@version</c>.</summary>
        public string Name { get; init; } = "";

        /// <summary>Who does it.</summary>
        public string Actor { get; init; } = "";

        /// <summary>Why.</summary>
        public string Comment { get; init; } = "";
    }
}
