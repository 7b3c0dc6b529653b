using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The projects as rows with their planned months on one time axis, due dates, today, score and open alerts. A project whose start the annex leaves open has a bar without a left end.</summary>
public sealed partial class GanttTable
{
    /// <summary>Projects in the order shown.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ProjectView> Projects { get; set; } = [];

    /// <summary>The day dates are judged by.</summary>
    [Parameter, EditorRequired]
    public DateOnly AsOf { get; set; }

    /// <summary>Live totals by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, double> Totals { get; set; } = new Dictionary<string, double>();

    /// <summary>Open alerts by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, int> Open { get; set; } = new Dictionary<string, int>();

    /// <summary>Name of a unit.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> UnitName { get; set; }

    private Month First => Projects.Select(p => p.Pool.Start ?? p.Pool.Finish).Append(Month.Of(AsOf)).Where(m => m.Year > 0).Min() is var first && first < Month.Of(AsOf) ? first.Add(-1) : Month.Of(AsOf).Add(-1);

    private Month Last => Projects.Select(p => p.Pool.Finish).Concat(Projects.Where(p => p.Due is not null).Select(p => Month.Of(p.Due!.On))).DefaultIfEmpty(Month.Of(AsOf)).Max().Add(1);

    private int Days => Math.Max(1, Last.LastDay.DayNumber - First.FirstDay.DayNumber);

    private IEnumerable<int> Years => Enumerable.Range(First.Year + 1, Math.Max(0, Last.Year - First.Year));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 1) * 100:0.##}%");

    private double At(DateOnly day) => (day.DayNumber - First.FirstDay.DayNumber) / (double)Days;

    private double At(Month month) => At(month.FirstDay);

    private double Width(ProjectView project) => At(project.Pool.Finish.LastDay) - At(project.Pool.Start ?? First);
}
