using System.Globalization;
using Microsoft.AspNetCore.Components;
using NetTopologySuite.Geometries;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// 挂图作战: the projects where they are, by their numbers, with shape and colour for their due date, and beside the map how long each has, its score and its open alerts. SVG: readable at five metres on a wall, and nothing grows,
/// however long it is shown. A project that is not listed yet is judged by its planned month. What belongs to one responsible unit lies on one ground, with how many of its projects passed (G-01).
/// </summary>
public sealed partial class WarMap
{
    private const double Width = 640;
    private const double Height = 520;

    /// <summary>Half of a point's shape, and a little air.</summary>
    private const double Margin = 24;

    /// <summary>Points nearer than this lie on each other: the later one moves aside.</summary>
    private const double Apart = 32;

    /// <summary>Half of the width of a unit's ground, and a little air: where its name may begin.</summary>
    private const double Beside = 32;

    /// <summary>A line of a name, and how wide its letters are: Latin ones, and Chinese ones, which begin at U+1100 with the other wide ones.</summary>
    private const double Line = 16, Narrow = 8, Wide = 14;
    private const char FirstWide = '\u1100';

    /// <summary>Every project and the goal.</summary>
    [Parameter, EditorRequired]
    public required ProgrammeView View { get; set; }

    /// <summary>The communities, for the names of their units.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Where each community is, longitude and latitude.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles { get; set; } = new Dictionary<string, (double Longitude, double Latitude)>();

    /// <summary>Live totals by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, double> Totals { get; set; } = new Dictionary<string, double>();

    /// <summary>Open alerts by community.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, int> Open { get; set; } = new Dictionary<string, int>();

    private List<Marker> Points { get; set; } = [];

    private List<Area> Areas { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var shown = View.Projects.Where(p => p.Process.Ended is null && Middles.ContainsKey(p.Id)).ToList();
        (Points, Areas) = ([], []);
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
            Points.Add(new Marker(project, x, y));
        }

        // From north to south: a name takes what those before it left.
        foreach (var points in Points.GroupBy(static p => p.Project.Pool.Unit).OrderBy(static g => g.Min(static p => p.Y)))
            Areas.Add(AreaOf(View.Goal.Units.First(u => u.Unit == points.Key), points));
    }

    private Area AreaOf(UnitCoverage unit, IEnumerable<Marker> points)
    {
        var hull = new MultiPoint([.. points.Select(static p => new Point(p.X, p.Y))]).ConvexHull();
        var outline = string.Join(" L", hull.Coordinates.Append(hull.Coordinate).Select(static c => $"{Text(c.X)} {Text(c.Y)}"));
        return new Area(unit, $"M{outline}", PlaceOf(NameOf(unit), hull.EnvelopeInternal));
    }

    /// <summary>Where a name stands: around its ground, where it covers no project and no other name.</summary>
    private Envelope PlaceOf(string name, Envelope ground)
    {
        var width = name.Sum(static c => c < FirstWide ? Narrow : Wide);
        var (left, middle, right) = (ground.MinX - Beside - width, ground.Centre.X - (width / 2), ground.MaxX + Beside);
        var (above, level, below) = (ground.MinY - Beside - Line, ground.Centre.Y - (Line / 2), ground.MaxY + Beside);
        (double X, double Y)[] corners = [(middle, above), (left, level), (right, level), (middle, below), .. Diagonals(ground, width)];
        var places = corners.Select(c => (X: Math.Clamp(c.X, 0, Width - width), Y: Math.Clamp(c.Y, 0, Height - Line))).Select(c => new Envelope(c.X, c.X + width, c.Y, c.Y + Line)).ToArray();
        return Array.Find(places, p => Points.TrueForAll(m => !p.Intersects(new Envelope(m.X - Margin, m.X + Margin, m.Y - Margin, m.Y + Margin))) && Areas.TrueForAll(a => !p.Intersects(a.Name))) ?? places[0];
    }

    // Nearer, there the ground is round; but clear of its own project.
    private static IEnumerable<(double X, double Y)> Diagonals(Envelope ground, double width)
    {
        const double near = Margin + 2;
        var (left, right) = (ground.MinX - near - width, ground.MaxX + near);
        var (above, below) = (ground.MinY - near - Line, ground.MaxY + near);
        return [(left, below), (right, above), (left, above), (right, below)];
    }

    private string NameOf(UnitCoverage unit) => $"{UnitName(unit.Unit)} {unit.Passed}/{unit.Going}";

    private string UnitName(string unit) => Places.FirstOrDefault(p => p.Street == unit) is { } place ? Words.StreetOf(place) : unit;

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

    private sealed record Marker(ProjectView Project, double X, double Y);

    private sealed record Area(UnitCoverage Unit, string Outline, Envelope Name);
}
