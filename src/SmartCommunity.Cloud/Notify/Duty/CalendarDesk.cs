using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>
/// Where people see and enter the holidays and make-up working days that the district's rosters go by. A year is replaced whole, under a revision; every earlier state is kept in the history. Durable, and in force for the
/// next alert, when a call returns. Thread-safe.
/// </summary>
public sealed class CalendarDesk(RegistryStore store, RosterBook book, TimeProvider time)
{
    private const int MaxSpans = 100;

    /// <summary>The days of a year.</summary>
    public async Task<Outcome<CalendarYearView>> FindAsync(int year, CancellationToken cancellationToken)
    {
        if (Fault(year) is { } fault)
            return fault;
        await using var context = store.CreateDbContext();
        return View(year, await context.CalendarYears.AsNoTracking().SingleOrDefaultAsync(y => y.Year == year, cancellationToken));
    }

    /// <summary>Replaces the days of a year. Handing in what stands there changes nothing.</summary>
    public async Task<Outcome<CalendarYearView>> PutAsync(int year, NewCalendarYear entered, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entered);
        Fault[] faults = [.. Fault(year) is { } fault ? [fault] : Faults(year, entered.Calendar), .. FactCheck.Person("enteredBy", entered.EnteredBy) is { } nobody ? [nobody] : Array.Empty<Fault>()];
        if (faults.Length > 0)
            return faults;
        var calendar = entered.Calendar with { Days = [.. entered.Calendar.Days.OrderBy(static d => d.From)] };
        var isNew = false;
        return await store.WriteAsync<Outcome<CalendarYearView>>(
            async (context, cancel) =>
            {
                var row = await context.CalendarYears.FindAsync([year], cancel);
                if (FactCheck.Stale(SubjectOf(year), ifRevision, row?.Revision ?? 0) is { } stale)
                    return stale;
                var body = Write(calendar);
                if (row?.BodyJson == body)
                    return View(year, row);
                if (row is null)
                    context.Add(row = new CalendarYearRow { Year = year, BodyJson = "", Revision = 0, EnteredBy = "", EnteredAtMs = 0, Version = 0 });
                (row.BodyJson, row.EnteredBy, row.EnteredAtMs, row.Revision) = (body, entered.EnteredBy, time.GetUtcNow().ToUnixTimeMilliseconds(), row.Revision + 1);
                row.Version = await RegistryStore.NextVersionAsync(context, cancel);
                context.Add(new ChangeRow
                {
                    Community = "", Subject = SubjectOf(year), Revision = row.Revision, AtMs = row.EnteredAtMs, Actor = row.EnteredBy, Action = row.Revision == 1 ? "entered" : "changed", RowJson = body,
                });
                await context.SaveChangesAsync(cancel);
                isNew = true;
                return View(year, row);
            },
            _ =>
            {
                if (isNew)
                    book.Apply(year, calendar);
            },
            cancellationToken);
    }

    internal static CalendarYear Read(string json) => JsonSerializer.Deserialize<CalendarYear>(json, JsonSerializerOptions.Web)!;

    private static string Write(CalendarYear calendar) => JsonSerializer.Serialize(calendar, JsonSerializerOptions.Web);

    private static string SubjectOf(int year) => FormattableString.Invariant($"calendar:{year}");

    private static CalendarYearView View(int year, CalendarYearRow? row) =>
        new(year, row is null ? null : Read(row.BodyJson), row?.Revision ?? 0, row?.EnteredBy ?? "", row is null ? null : FactRows.At(row.EnteredAtMs));

    private static Fault? Fault(int year) => year < FactCheck.FirstDay.Year || year > FactCheck.LastDay.Year
        ? FactCheck.Invalid("year", FormattableString.Invariant($"year {year} must be {FactCheck.FirstDay.Year} to {FactCheck.LastDay.Year}."))
        : null;

    private static List<Fault> Faults(int year, CalendarYear? calendar)
    {
        if (calendar is null)
            return [FactCheck.Invalid("calendar", "calendar is missing.")];
        var faults = new List<Fault>();
        if (FactCheck.Required("source", calendar.Source, FactCheck.MaxSource) is { } source)
            faults.Add(source);
        if (calendar.Days is null || calendar.Days.Any(static d => d is null))
            return [.. faults, FactCheck.Invalid("days", "days is missing or holds null; it is a list, which may be empty.")];
        if (calendar.Days.Count > MaxSpans)
            return [.. faults, FactCheck.Invalid("days", $"days has {calendar.Days.Count} entries, more than the limit of {MaxSpans}.")];
        foreach (var (index, span) in calendar.Days.Index())
            Span(faults, $"days[{index}]", year, span);
        CalendarSpan[] ordered = [.. calendar.Days.OrderBy(static d => d.From)];
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)).Where(static p => p.Second.From <= p.First.To))
            faults.Add(FactCheck.Invalid("days", FormattableString.Invariant($"days: {after.From:yyyy-MM-dd} ('{FactCheck.Short(after.Name ?? "")}') stands in '{FactCheck.Short(before.Name ?? "")}' too; a day is of one kind.")));
        return faults;
    }

    private static void Span(List<Fault> faults, string at, int year, CalendarSpan span)
    {
        if (span.From.Year != year || span.To.Year != year || span.To < span.From)
            faults.Add(FactCheck.Invalid($"{at}.from", FormattableString.Invariant($"{at} {span.From:yyyy-MM-dd} to {span.To:yyyy-MM-dd} must lie in {year}, and not end before it begins.")));
        if (!DayKinds.All.Contains(span.Kind))
            faults.Add(FactCheck.Invalid($"{at}.kind", $"{at}.kind '{FactCheck.Short(span.Kind ?? "")}' must be one of: {string.Join(", ", DayKinds.All)}."));
        if (FactCheck.Required($"{at}.name", span.Name, FactCheck.MaxName) is { } name)
            faults.Add(name);
    }
}
