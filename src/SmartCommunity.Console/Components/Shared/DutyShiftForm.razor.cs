using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Adds or changes a shift of the weekly pattern, or what holds on one day instead of it.</summary>
public sealed partial class DutyShiftForm
{
    private const int DaysOfWeek = 7;

    private readonly SortedSet<int> _days = [];
    private readonly SortedSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _people = []; // In the order they were chosen: the first is called first.
    private string _role = DutyRoles.Duty;
    private string _from = "08:00";
    private string _to = "20:00";
    private string _reason = "";
    private DateOnly _date;

    /// <summary>It is about one day.</summary>
    [Parameter]
    public bool IsOneDay { get; set; }

    /// <summary>Today.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _date = Today;
        if (IsOneDay && Changed(Roster.Days) is { } day)
        {
            (_role, _from, _to, _reason, _date) = (day.Role, day.From, day.To, day.Reason, day.Date);
            _people.AddRange(day.Contacts);
        }
        else if (!IsOneDay && Changed(Roster.Shifts) is { } shift)
        {
            (_role, _from, _to) = (shift.Role, shift.From, shift.To);
            _days.UnionWith(shift.Days);
            _kinds.UnionWith(shift.DayKinds);
            _people.AddRange(shift.Contacts);
        }
    }

    private Task SubmitAsync()
    {
        if (IsOneDay)
        {
            var day = new DutyDay { Date = _date, Role = _role, Reason = _reason.Trim(), From = _from.Trim(), To = _to.Trim(), Contacts = [.. _people] };
            return KeepAsync(roster => roster with { Days = With(roster.Days, day) });
        }

        var shift = new DutyShift { Role = _role, Days = [.. _days], DayKinds = [.. _kinds], From = _from.Trim(), To = _to.Trim(), Contacts = [.. _people] };
        return KeepAsync(roster => roster with { Shifts = With(roster.Shifts, shift) });
    }
}
