using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// 挂图作战: the projects where they are, by their numbers, with shape and colour for their due date, and beside the map how long each has, its score and its open alerts. SVG: readable at five metres on a wall, and nothing grows,
/// however long it is shown. A project that is not listed yet is judged by its planned month.
/// </summary>
public sealed partial class WarMap
{
    private const double Width = 640;
    private const double Height = 520;

    /// <summary>Half of a point's shape, and a little air.</summary>
    private const double Margin = 24;

    /// <summary>Points nearer than this lie on each other: the later one moves aside.</summary>
    private const double Apart = 32;

    /// <summary>Every project and the goal.</summary>
    [Parameter, EditorRequired]
    public required ProgrammeView View { get; set; }

    /// <summary>Where each community is, longitude and latitude.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles { get; set; } = new Dictionary<string, (double Longitude, double Latitude)>();

    /// <summary>Live totals by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, double> Totals { get; set; } = new Dictionary<string, double>();

    /// <summary>Open alerts by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, int> Open { get; set; } = new Dictionary<string, int>();

    private List<Point> Points { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var shown = View.Projects.Where(p => p.Process.Ended is null && Middles.ContainsKey(p.Id)).ToList();
        Points = [];
        if (shown.Count == 0)
            return;
        var (west, east) = (shown.Min(p => Middles[p.Id].Longitude), shown.Max(p => Middles[p.Id].Longitude));
        var (south, north) = (shown.Min(p => Middles[p.Id].Latitude), shown.Max(p => Middles[p.Id].Latitude));
        foreach (var project in shown)
        {
            var (longitude, latitude) = Middles[project.Id];
            var x = Margin + Share(longitude - west, east - west) * (Width - Margin - Margin);
            var y = Margin + (1 - Share(latitude - south, north - south)) * (Height - Margin - Margin);
            (x, y) = Free(x, y);
            Points.Add(new Point(project, x, y));
        }
    }

    // Neighbours in the middle of the town lie closer than their shapes are wide: a later one takes the nearest place around that is free.
    private (double X, double Y) Free(double x, double y) => Around(x, y).First(at => Points.All(p => Math.Abs(p.X - at.X) >= Apart || Math.Abs(p.Y - at.Y) >= Apart));

    private static IEnumerable<(double X, double Y)> Around(double x, double y)
    {
        const int directions = 12;
        yield return (x, y);
        for (var reach = Apart; ; reach += Apart / 2)
        {
            for (var direction = 0; direction < directions; direction++)
            {
                var (sin, cos) = Math.SinCos(Math.Tau * direction / directions);
                yield return (Math.Clamp(x + (reach * cos), Margin, Width - Margin), Math.Clamp(y + (reach * sin), Margin, Height - Margin));
            }
        }
    }

    private static double Share(double part, double whole)
    {
        const double middle = 0.5; // All in one line, or only one.
        return whole <= 0 ? middle : part / whole;
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string NameOf(ProjectView project) => Languages.Pick(project.Pool.Name.Zh, project.Pool.Name.En);

    private Condition ConditionOf(ProjectView project) => project switch
    {
        { Signal: { } signal } => ProgrammeText.ConditionOf(signal),
        _ => project.Pool.Finish.LastDay < View.AsOf ? Condition.Alarm : Condition.Normal,
    };

    private string Due(ProjectView project) => project.Due is { } due
        ? ProgrammeText.Countdown(due, project.Process.FirstPass, View.AsOf, L)
        : L["war.planned", project.Pool.Finish.ToString()];

    private sealed record Point(ProjectView Project, double X, double Y);
}
