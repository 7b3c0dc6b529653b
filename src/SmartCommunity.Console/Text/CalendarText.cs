using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Text;

/// <summary>
/// The days of a year as lines that people write, or paste from an announcement: <c>2026-10-01..2026-10-07 放假 国庆节</c>, a day or two with <c>..</c>, <c>~</c> or <c>至</c> between them, the kind, the name. Pure.
/// </summary>
internal static partial class CalendarText
{
    // What announcements say, beside the words of the wire.
    private static readonly (string Word, string Kind)[] Words =
    [
        (DayKinds.Holiday, DayKinds.Holiday), ("放假", DayKinds.Holiday), ("假日", DayKinds.Holiday),
        (DayKinds.Workday, DayKinds.Workday), ("上班", DayKinds.Workday), ("调休上班", DayKinds.Workday),
        (DayKinds.Restday, DayKinds.Restday), ("休息", DayKinds.Restday),
    ];

    /// <summary>The lines of what was entered.</summary>
    internal static string Write(CalendarYear calendar) =>
        string.Join('\n', calendar.Days.Select(static d => $"{EntryText.Day(d.From)}{(d.To == d.From ? "" : $"..{EntryText.Day(d.To)}")} {Languages.Pick(Words.First(w => w.Kind == d.Kind && w.Word != d.Kind).Word, d.Kind)} {d.Name}"));

    /// <summary>What the lines say; a line that says nothing of the kind is a fault that names it.</summary>
    internal static (IReadOnlyList<CalendarSpan> Days, IReadOnlyList<Fault> Faults) Read(string text, IStringLocalizer l)
    {
        var (days, faults) = (new List<CalendarSpan>(), new List<Fault>());
        foreach (var (index, line) in text.Split('\n').Select(static line => line.Trim()).Index().Where(static line => line.Item.Length > 0))
        {
            if (SpanOf(line) is { } span)
                days.Add(span);
            else
                faults.Add(new Fault(FaultKind.Invalid, "days", l["calendar.lineFault", index + 1, line]));
        }

        return (days, faults);
    }

    private static CalendarSpan? SpanOf(string line)
    {
        var parts = Line().Match(line);
        var kind = Words.FirstOrDefault(w => w.Word == parts.Groups["kind"].Value).Kind;
        return kind is not null && EntryText.DayOf(parts.Groups["from"].Value) is { } from && (parts.Groups["to"].Success ? EntryText.DayOf(parts.Groups["to"].Value) : from) is { } to
            ? new CalendarSpan(from, to, kind, parts.Groups["name"].Value)
            : null;
    }

    [GeneratedRegex(@"^(?<from>[0-9-]+)(\s*(\.\.|~|至)\s*(?<to>[0-9-]+))?[\s,，]+(?<kind>\w+)[\s,，]+(?<name>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
