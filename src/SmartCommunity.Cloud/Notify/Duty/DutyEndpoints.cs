using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Rosters, the days they go by, hand-over notes, and who was told of an alert.</summary>
internal static class DutyEndpoints
{
    private const string Tag = "Duty";

    /// <summary>Largest roster, bytes: 200 contacts with their addresses and 400 days.</summary>
    private const int MaxRosterBytes = 1024 * 1024;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/duty", ListAsync).Allow(Policies.Duty, AreaOf.Own).Produces<IReadOnlyList<DutyOverview>>().Describe(Tag, "listDuty", "Every street: who is on duty now, and what would keep somebody from being told.");
        api.MapGet("/duty/{street}", FindAsync).Allow(Policies.Duty, AreaOf.Street, "street").Produces<RosterView>().Describe(Tag, "getRoster", "The roster of a street; its revision is the ETag.");
        api.MapPut("/duty/{street}", PutAsync).Allow(Policies.DutyEdit, AreaOf.Street, "street").Accepts<NewRoster>("application/json").Produces<RosterView>().Describe(
            Tag, "putRoster", "Replaces the roster of a street; If-Match takes the revision (\"0\": none yet). It holds for the next alert.");
        api.MapPost("/duty/{street}/restore", RestoreAsync).Allow(Policies.DutyEdit, AreaOf.Street, "street").Accepts<RosterRestore>("application/json").Produces<RosterView>().Describe(Tag, "restoreRoster", "Puts back what a roster was at an earlier revision, as a new one.");
        api.MapGet("/duty/{street}/history", HistoryAsync).Allow(Policies.Duty, AreaOf.Street, "street").Produces<Page<RosterRevision>>().Describe(Tag, "listRosterHistory", "Earlier states of a roster, the youngest first.", QueryParameter.Paging);
        api.MapGet("/duty/{street}/week", Week).Allow(Policies.Duty, AreaOf.Street, "street").Produces<DutyWeek>().Describe(
            Tag, "getDutyWeek", "The shifts of a week as they come, substitutes and days off counted in.", new QueryParameter("day", ParameterType.Text, "A day of the week, yyyy-MM-dd (Asia/Shanghai); default today."));
        api.MapGet("/duty/{street}/notes", NotesAsync).Allow(Policies.Duty, AreaOf.Street, "street").Produces<Page<HandoverNote>>().Describe(Tag, "listHandoverNotes", "Hand-over notes, those nobody took over first.", QueryParameter.Paging);
        api.MapPost("/duty/{street}/notes", AddNoteAsync).Allow(Policies.DutyEdit, AreaOf.Street, "street").Accepts<NewHandoverNote>("application/json").Produces<HandoverNote>().Describe(Tag, "addHandoverNote", "Writes a note for the next shift.");
        api.MapPost("/duty/{street}/notes/{id:long}/taken", TakeNoteAsync).Allow(Policies.DutyEdit, AreaOf.Street, "street").Accepts<HandoverTaken>("application/json").Produces<HandoverNote>().Describe(Tag, "takeHandoverNote", "Says who took a note over.");
        api.MapGet("/calendar/{year}", CalendarAsync).Allow(Policies.Duty, AreaOf.Own).Produces<CalendarYearView>().Describe(Tag, "getCalendar", "Holidays and make-up working days of a year; the revision is the ETag.");
        api.MapPut("/calendar/{year}", PutCalendarAsync).Allow(Policies.DutyEdit).Accepts<NewCalendarYear>("application/json").Produces<CalendarYearView>().Describe(
            Tag, "putCalendar", "Replaces the holidays and make-up working days of a year; If-Match takes the revision (\"0\": none yet). Shifts that name kinds of days go by them from the next alert on.");
        api.MapGet("/alerts/{id}/notifications", OfAlert).Allow(Policies.Alerts, AreaOf.Alert, "id").Produces<IReadOnlyList<NotificationView>>().Describe(Tag, "listAlertNotifications", "Who was told of an alert, in order.");
    }

    private static async Task<IResult> ListAsync(ClaimsPrincipal user, [FromServices] RosterDesk desk, [FromServices] AreaFinder areas, CancellationToken cancellationToken)
    {
        var own = Caller.Of(user).Area;
        return TypedResults.Ok((await desk.OverviewAsync(cancellationToken)).Where(d => areas.Covers(own, Area.OfStreet(d.Street))).ToArray());
    }

    private static async Task<IResult> FindAsync(string street, HttpRequest request, [FromServices] RosterDesk desk, CancellationToken cancellationToken) =>
        (await desk.FindAsync(street, cancellationToken)).Answer(request, static r => r.Revision);

    private static async Task<IResult> PutAsync(string street, HttpRequest request, [FromServices] RosterDesk desk, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewRoster>(request, MaxRosterBytes);
        return problem ?? (await desk.PutAsync(street, body!, known, cancellationToken)).Answer(request, static r => r.Revision);
    }

    private static async Task<IResult> RestoreAsync(string street, HttpRequest request, [FromServices] RosterDesk desk, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<RosterRestore>(request);
        return problem ?? (await desk.RestoreAsync(street, body!, known, cancellationToken)).Answer(request, static r => r.Revision);
    }

    private static async Task<IResult> HistoryAsync(string street, HttpRequest request, [FromServices] RosterDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await desk.HistoryAsync(street, page, size, cancellationToken)).Answer();
    }

    private static IResult Week(string street, HttpRequest request, [FromServices] RosterDesk desk)
    {
        var query = new QueryReader(request.Query);
        var day = query.Instant("day");
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : desk.Week(street, day is { } at ? ChinaTime.DayOf(at.ToUnixTimeMilliseconds()) : null).Answer();
    }

    private static async Task<IResult> NotesAsync(string street, HttpRequest request, [FromServices] HandoverDesk desk, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : (await desk.ListAsync(street, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> AddNoteAsync(string street, HttpRequest request, [FromServices] HandoverDesk desk, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewHandoverNote>(request);
        return problem ?? (await desk.AddAsync(street, body!, cancellationToken)).Answer();
    }

    private static async Task<IResult> TakeNoteAsync(string street, long id, HttpRequest request, [FromServices] HandoverDesk desk, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<HandoverTaken>(request);
        return problem ?? (await desk.TakeAsync(street, id, body!, cancellationToken)).Answer();
    }

    private static async Task<IResult> CalendarAsync(int year, HttpRequest request, [FromServices] CalendarDesk desk, CancellationToken cancellationToken) =>
        (await desk.FindAsync(year, cancellationToken)).Answer(request, static y => y.Revision);

    private static async Task<IResult> PutCalendarAsync(int year, HttpRequest request, [FromServices] CalendarDesk desk, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<NewCalendarYear>(request);
        return problem ?? (await desk.PutAsync(year, body!, known, cancellationToken)).Answer(request, static y => y.Revision);
    }

    private static IResult OfAlert(string id, [FromServices] Alerts.AlertDesk alerts, [FromServices] NotificationDesk notifications) =>
        alerts.Find(id) is { Succeeded: false } unknown ? Problems.Of(unknown.Faults) : TypedResults.Ok(notifications.OfAlert(id));
}
