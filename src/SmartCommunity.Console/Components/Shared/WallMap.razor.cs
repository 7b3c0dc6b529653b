using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// The district's communities where they are; those where something waits for somebody pulse. Drawn as SVG: nothing of it needs WebGL or grows, however long it is shown. Names beside the points as far as
/// they have room, that of a community with an open alert always; and a sentence for who does not see it.
/// </summary>
public sealed partial class WallMap
{
    private const double Width = 640;
    private const double Height = 420;

    /// <summary>Room for names beside the outermost points.</summary>
    private const double MarginX = 130, MarginY = 30;

    /// <summary>The communities.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Where each is, longitude and latitude.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles { get; set; } = new Dictionary<string, (double Longitude, double Latitude)>();

    /// <summary>The open alerts.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LiveAlert> Open { get; set; } = [];

    private IReadOnlyList<Point> Points { get; set; } = [];

    private IReadOnlyList<(Point Point, PlacedLabel Label)> Labels { get; set; } = [];

    private string Summary => string.Join(", ", Points.Where(static p => p.Count > 0).Select(static p => $"{Words.NameOf(p.Place)} {p.Count}")) is { Length: > 0 } some ? some : L["alerts.empty"];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var shown = Places.Where(p => Middles.ContainsKey(p.Code)).ToArray();
        if (shown.Length == 0)
        {
            (Points, Labels) = ([], []);
            return;
        }

        var at = shown.Select(p => Middles[p.Code]).ToArray();
        var (west, east) = (at.Min(static m => m.Longitude), at.Max(static m => m.Longitude));
        var (south, north) = (at.Min(static m => m.Latitude), at.Max(static m => m.Latitude));
        var alerts = Open.ToLookup(static a => a.Community, StringComparer.Ordinal);
        Points =
        [
            .. shown.Select(place =>
            {
                var (longitude, latitude) = Middles[place.Code];
                var x = MarginX + Share(longitude - west, east - west) * (Width - MarginX - MarginX);
                var y = MarginY + (1 - Share(latitude - south, north - south)) * (Height - MarginY - MarginY);
                var mine = alerts[place.Code].ToArray();
                var condition = mine.Any(static a => a.Priority == "P1") ? Condition.Alarm : mine.Any(static a => a.Priority == "P2") ? Condition.Warning : Condition.Normal;
                return new Point(place, x, y, condition, mine.Length, mine.Any(static a => a is { Stage: "firing", Priority: "P1" or "P2" }));
            }),
        ];
        var placed = WallLabels.Place([.. Points.Select(static p => new WantedLabel(p.X, p.Y, p.Name, p.Rank, p.Count > 0))], Width, Height);
        Labels = [.. Points.Zip(placed).Where(static p => p.Second is not null).Select(static p => (p.First, p.Second!.Value))];
    }

    private static double Share(double part, double whole)
    {
        const double middle = 0.5; // All in one line, or only one.
        return whole <= 0 ? middle : part / whole;
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Point(CommunityView Place, double X, double Y, Condition Condition, int Count, bool IsWaiting)
    {
        internal string Class => Condition.ToString().ToLowerInvariant();

        internal string Name => $"{Words.NameOf(Place)}{(Count > 0 ? $" {Count}" : "")}";

        // Whoever waits, then what is worse, chooses a place for its name first.
        internal int Rank => (int)Condition + (IsWaiting ? (int)Condition.Offline : 0);
    }
}
