using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Shifts and what is missing from them, as people read it.</summary>
internal static class DutyText
{
    /// <summary>Names of who is on duty, substitutes marked; a word where nobody is.</summary>
    internal static string People(DutyPeriod period, IStringLocalizer l) => period.People.Count == 0
        ? l["duty.nobody"]
        : string.Join(Languages.Pick("、", ", "), period.People.Select(p => Person(p, l)));

    /// <summary>Name of somebody on duty, with whom they stand in for.</summary>
    internal static string Person(DutyPerson person, IStringLocalizer l) => person.StandsInFor.Length == 0 ? person.Name : l["duty.standsIn", person.Name, person.StandsInFor];

    /// <summary>Day and minute, Asia/Shanghai.</summary>
    internal static string Moment(DateTimeOffset at) => ChinaTime.From(at.ToUnixTimeMilliseconds()).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Hours and minutes, Asia/Shanghai; midnight at the end of a day is 24:00.</summary>
    internal static string Clock(DateTimeOffset at, bool isEnd = false) =>
        ChinaTime.From(at.ToUnixTimeMilliseconds()).ToString("HH:mm", CultureInfo.InvariantCulture) is var text && isEnd && text == "00:00" ? "24:00" : text;

    /// <summary>The instant of epoch milliseconds as they stand in a URL; null: they are none.</summary>
    internal static DateTimeOffset? InstantOf(string epochMs) =>
        long.TryParse(epochMs, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>Days on which a shift begins: of the week, and only those of the kinds it names.</summary>
    internal static string Days(DutyShift shift, IStringLocalizer l)
    {
        const int all = 7;
        var days = shift.Days.Count == all ? l["duty.everyDay"].Value : string.Join(' ', shift.Days.Order().Select(Day));
        return shift.DayKinds.Count == 0 ? days : l["duty.onlyOn", days, string.Join(Languages.Pick("、", ", "), shift.DayKinds.Select(kind => l.Code("dayKind", kind)))];
    }

    /// <summary>Name of a day of the week, 1 to 7; Sunday is 0 too.</summary>
    internal static string Day(int day)
    {
        const int days = 7;
        return CultureInfo.CurrentUICulture.DateTimeFormat.AbbreviatedDayNames[day % days];
    }

    /// <summary>Somebody who was not told is worse than a hole to come.</summary>
    internal static Condition ConditionOf(IReadOnlyList<RosterWarning> warnings) => warnings.Any(static w => w.Code == "noRecipient") ? Condition.Alarm : Condition.Warning;

    /// <summary>What a warning says.</summary>
    internal static string Of(RosterWarning warning, IStringLocalizer l) => warning.Code switch
    {
        "gap" => l["dutyWarning.gap", Moment(warning.From!.Value), Moment(warning.To!.Value)],
        "noRecipient" => l["dutyWarning.noRecipient", Moment(warning.From!.Value)],
        "unknownChannel" or "noCalendar" => l[$"dutyWarning.{warning.Code}", warning.Subject],
        _ => l.Code("dutyWarning", warning.Code),
    };
}
