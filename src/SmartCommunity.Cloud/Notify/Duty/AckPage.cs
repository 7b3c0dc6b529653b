using SmartCommunity.Cloud.Identity;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>
/// The page behind a signed link: shows the alert and one button, in both languages, without scripts. Opening it does nothing, so that whoever previews links acknowledges nothing; the button posts.
/// </summary>
internal static class AckPage
{
    private const string Head = """
        <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
        <title>告警签收 · Acknowledge an alert</title><style>
        body{font:18px/1.5 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",system-ui,sans-serif;margin:0 auto;max-width:36rem;padding:1rem;color:#14202e;background:#fff}
        h1{font-size:1.4rem}dt{color:#4a5360}dd{margin:0 0 .6rem}button{font:inherit;width:100%;padding:.8rem;border:0;border-radius:6px;background:#0b5d8f;color:#fff}
        button:focus-visible{outline:4px solid #7a5200;outline-offset:2px}
        </style></head><body><main>
        """;

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AckLinks.Path, Show).AllowAnybody(Policies.OwnProof).ExcludeFromDescription();
        endpoints.MapPost(AckLinks.Path, AcknowledgeAsync).AllowAnybody(Policies.OwnProof).ExcludeFromDescription();
    }

    private static ContentHttpResult Show(HttpContext context, AckDesk desk)
    {
        var found = desk.Find(context.Request.Query[AckLinks.TokenKey]);
        return found.State == AckState.Open ? Page(context, StatusCodes.Status200OK, Alert(found.Alert!) + Button(found.Name)) : Refuse(context, found);
    }

    private static async Task<ContentHttpResult> AcknowledgeAsync(HttpContext context, AckDesk desk)
    {
        var done = await desk.AcknowledgeAsync(context.Request.Query[AckLinks.TokenKey], context.RequestAborted);
        return done.State == AckState.Done
            ? Page(context, StatusCodes.Status200OK, Words("已签收", "Acknowledged", "谢谢，其他人不再被呼叫。", "Thank you; nobody else is called.") + Alert(done.Alert!))
            : Refuse(context, done);
    }

    private static ContentHttpResult Refuse(HttpContext context, AckView found) => found.State switch
    {
        AckState.Already => Page(
            context, context.Request.Method == HttpMethods.Post ? StatusCodes.Status409Conflict : StatusCodes.Status200OK,
            Words("已有人签收", "Already acknowledged", $"{By(found, "系统")} 于 {Clock(found.TakenAt)} 处理。", $"{By(found, "The system")} was faster, at {Clock(found.TakenAt)} (Asia/Shanghai).") + Alert(found.Alert!)),
        AckState.Expired => Page(context, StatusCodes.Status410Gone, Words("链接已过期", "This link has expired", "请联系值班台。", "Ask the duty desk.")),
        AckState.Revoked => Page(context, StatusCodes.Status403Forbidden, Words("链接已失效", "This link is no longer yours", "您已不在值班名册中，请联系值班台。", "You are no longer on the roster; ask the duty desk.")),
        AckState.Unknown => Page(context, StatusCodes.Status404NotFound, Words("告警不存在", "There is no such alert", "请联系值班台。", "Ask the duty desk.")),
        _ => Page(context, StatusCodes.Status403Forbidden, Words("链接无效", "This link is not valid", "链接不完整或被改动过，请从消息中重新打开。", "It is cut short or was changed; open it from the message again.")),
    };

    private static string By(AckView found, string nobody) => Safe(found.TakenBy.Length == 0 ? nobody : found.TakenBy);

    private static string Words(string zh, string en, string textZh, string textEn) => $"<h1>{zh}<br><span lang=\"en\">{en}</span></h1><p>{textZh}<br><span lang=\"en\">{textEn}</span></p>";

    private static string Alert(AlertView alert) => $"""
        <h1>{Safe(alert.Priority)} {Safe(alert.TitleZh)}<br><span lang="en">{Safe(alert.TitleEn)}</span></h1>
        <dl><dt>社区 <span lang="en">Community</span></dt><dd>{Safe(alert.Community)}{(alert.Place.Length > 0 ? $" · {Safe(alert.Place)}" : "")}</dd>
        <dt>时间 <span lang="en">Time</span></dt><dd>{Clock(alert.RaisedAt)} Asia/Shanghai</dd>
        <dt>下一步 <span lang="en">Next</span></dt><dd>{Safe(alert.NextStepZh)}<br><span lang="en">{Safe(alert.NextStepEn)}</span></dd></dl>
        """;

    // Without an action a form posts to the very address it came from, its token with it.
    private static string Button(string name) => $"<form method=\"post\"><p>{Safe(name)}</p><button type=\"submit\">签收 / <span lang=\"en\">Acknowledge</span></button></form>";

    private static string Clock(DateTimeOffset? at) => at is { } instant ? ChinaTime.From(instant.ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static ContentHttpResult Page(HttpContext context, int status, string body)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: browsers then post without an origin, which is refused here.
        headers["Referrer-Policy"] = "same-origin";
        return TypedResults.Text($"{Head}{body}</main></body></html>", "text/html; charset=utf-8", statusCode: status);
    }
}
