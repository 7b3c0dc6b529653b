using System.Globalization;
using System.Text.Json.Serialization;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>How often lists are made (O-01: 每周、每半月、每月).</summary>
public enum Cadence
{
    Weekly,
    HalfMonthly,
    Monthly,
}

/// <summary>The days one issue of the lists looks back on: from the due day before to the day before its own. Two with the same cadence and due day are equal.</summary>
/// <param name="Cadence">How often.</param>
/// <param name="Due">The day it is due, Asia/Shanghai.</param>
[method: JsonConstructor]
public readonly record struct ListPeriod(Cadence Cadence, DateOnly Due) : IComparable<ListPeriod>
{
    /// <summary>Longest step between two due days of any cadence.</summary>
    private const int MaxStepDays = 31;

    /// <summary>First day looked back on.</summary>
    public DateOnly From(RhythmPolicy policy) => Before(policy).Due;

    /// <summary>Last day looked back on.</summary>
    [JsonIgnore]
    public DateOnly Until => Due.AddDays(-1);

    /// <summary>The latest period of a cadence that is due on a day or before it.</summary>
    public static ListPeriod Latest(Cadence cadence, DateOnly day, RhythmPolicy policy)
    {
        for (var back = 0; back <= MaxStepDays; back++)
        {
            if (IsDue(cadence, day.AddDays(-back), policy))
                return new ListPeriod(cadence, day.AddDays(-back));
        }

        throw new ArgumentException($"The policy has no due day of {cadence} lists within {MaxStepDays} days.", nameof(policy));
    }

    /// <summary>Whether lists of a cadence are due on a day.</summary>
    public static bool IsDue(Cadence cadence, DateOnly day, RhythmPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return cadence switch
        {
            Cadence.Weekly => day.DayOfWeek == policy.WeekDay,
            Cadence.HalfMonthly => policy.HalfMonthDays.Contains(day.Day),
            _ => day.Day == 1,
        };
    }

    /// <summary>The period before it.</summary>
    public ListPeriod Before(RhythmPolicy policy) => Latest(Cadence, Due.AddDays(-1), policy);

    /// <summary>The day the next one is due.</summary>
    public DateOnly NextDue(RhythmPolicy policy)
    {
        var day = Due.AddDays(1);
        while (!IsDue(Cadence, day, policy))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>Its issue number: the how manieth of the year of its due day, so that a number never depends on what was drafted.</summary>
    public int Number(RhythmPolicy policy)
    {
        var number = 0;
        for (var day = new DateOnly(Due.Year, 1, 1); day <= Due; day = day.AddDays(1))
            number += IsDue(Cadence, day, policy) ? 1 : 0;
        return number;
    }

    /// <inheritdoc/>
    public int CompareTo(ListPeriod other) => (Cadence, Due).CompareTo((other.Cadence, other.Due));

    public static bool operator <(ListPeriod left, ListPeriod right) => left.CompareTo(right) < 0;

    public static bool operator >(ListPeriod left, ListPeriod right) => left.CompareTo(right) > 0;

    public static bool operator <=(ListPeriod left, ListPeriod right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ListPeriod left, ListPeriod right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Cadence} {Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
