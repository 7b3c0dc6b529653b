using System.Globalization;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>Papers of the whole programme, and which issue of them is asked for. Pure.</summary>
internal static class WholePapers
{
    private const string Field = "issue";

    internal static Outcome<Paper> Of(PaperContext context, PaperKind kind, string? issue)
    {
        if (kind == PaperKind.Bulletin)
            return Bulletin(context, issue);
        if (kind == PaperKind.Lists)
            return Lists(context, issue);
        return issue is null ? LedgerPaper.Of(context) : new Fault(FaultKind.Invalid, Field, $"issue is not allowed: '{kind.Code}' is as of today.");
    }

    private static Outcome<Paper> Bulletin(PaperContext context, string? issue)
    {
        var bulletins = context.State.Rhythm.Bulletins;
        if (issue is null)
            return bulletins.Count > 0 ? BulletinPaper.Of(context, bulletins.Values.Last()) : new Fault(FaultKind.NotFound, Field, "No bulletin was frozen yet: the first one is on the first day of next month.");
        if (!Month.TryParse(issue, out var month))
            return new Fault(FaultKind.Invalid, Field, $"issue '{FactCheck.Short(issue)}' must be a month, such as 2022-06.");
        return bulletins.TryGetValue(month, out var found) ? BulletinPaper.Of(context, found) : new Fault(FaultKind.NotFound, Field, $"There is no bulletin of {month}.");
    }

    private static Outcome<Paper> Lists(PaperContext context, string? issue)
    {
        var lists = context.State.Rhythm.Lists;
        if (issue is null)
            return lists.Count > 0 ? ListsPaper.Of(context, lists.Values.MaxBy(static l => l.Period.Due)!) : new Fault(FaultKind.NotFound, Field, "No lists were drafted yet.");
        return issue.Split(' ') is [var cadence, var day] && Enum.TryParse<Cadence>(cadence, ignoreCase: true, out var known) && Enum.IsDefined(known)
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)
            ? lists.TryGetValue(new ListPeriod(known, due), out var found) ? ListsPaper.Of(context, found) : new Fault(FaultKind.NotFound, Field, $"There are no {known} lists due on {day}.")
            : new Fault(FaultKind.Invalid, Field, $"issue '{FactCheck.Short(issue)}' must be weekly, halfMonthly or monthly and a due day, such as weekly 2022-07-04.");
    }
}
