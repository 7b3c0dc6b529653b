using System.Globalization;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Eligibility.Walking;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>How a walk was measured.</summary>
public enum WalkBasis
{
    /// <summary>Along the walkways.</summary>
    Network,

    /// <summary>As the crow flies: no walkways are given.</summary>
    Circles,
}

/// <summary>How far a facility kind is within its walk.</summary>
/// <param name="Minutes">The walk it is wanted within.</param>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Facilities">How many are entered.</param>
/// <param name="Share">Share of the unit within the walk, 0 to 1; null when none is entered: nobody knows whether there is none.</param>
/// <param name="Outcome">Against the policy's shares.</param>
public sealed record KindCoverage(int Minutes, string Kind, Words Name, int Facilities, double? Share, Outcome Outcome);

/// <summary>The 5-10-15-minute circles of a unit.</summary>
/// <param name="Walk">How walks were measured.</param>
/// <param name="Of">What the shares are of.</param>
/// <param name="Kinds">By minutes, in the policy's order.</param>
public sealed record Coverage(WalkBasis Walk, CoverBasis Of, IReadOnlyList<KindCoverage> Kinds);

/// <summary>E-02 (second half): 5-10-15-minute walking circles. Soft.</summary>
internal sealed class CoverageRule
{
    private readonly JudgedGround _ground;
    private readonly WalkingTargets _targets;
    private readonly IFootways _ways;

    internal CoverageRule(JudgedGround ground)
    {
        _ground = ground;
        _targets = WalkingTargets.Of(ground);
        _ways = ground.Ground.Walkways is { } lines
            ? new WalkingNetwork(lines.Select(l => (LineString)ground.Plane.ToPlane(l)), _targets.Points, ground.Policy.Ground.SnapMetres, ground.Policy.Ground.AccessMetres)
            : new StraightWays(_targets.Points);
    }

    internal static RuleVerdict Judge(Coverage? coverage)
    {
        if (coverage is null)
            return Said(Outcome.Missing, "尚未登记任何设施。", "No facility has been entered.");
        var (basis, basisEn) = coverage.Walk == WalkBasis.Network ? ("按步行路网", "along the walkways") : ("按直线距离画圈", "by circles, as the crow flies");
        var (of, ofEn) = coverage.Of == CoverBasis.Dwellings ? ("住户", "homes") : ("面积", "area");
        var poor = coverage.Kinds.Where(k => k.Outcome != Outcome.Green).ToList();
        if (poor.Count == 0)
            return Said(Outcome.Green, $"5-10-15分钟设施均已覆盖（{basis}，{of}）。", $"Every kind is within its walk ({basisEn}, share of {ofEn}).");
        var outcome = poor.Any(k => k.Outcome == Outcome.Red) ? Outcome.Red : poor.Any(k => k.Outcome == Outcome.Missing) ? Outcome.Missing : Outcome.Amber;
        return Said(
            outcome,
            $"{coverage.Kinds.Count} 类设施中 {poor.Count} 类未充分覆盖（{basis}，{of}）：{string.Join('、', poor.Select(k => $"{k.Name.Zh}（{k.Minutes}分钟）{Share(k.Share, "未登记")}"))}。",
            $"{poor.Count} of {coverage.Kinds.Count} kinds are not within their walk ({basisEn}, share of {ofEn}): {string.Join(", ", poor.Select(k => $"{k.Name.En} ({k.Minutes} min) {Share(k.Share, "none entered")}"))}.");
    }

    internal Coverage? Measure()
    {
        if (_ground.Ground.Facilities.Count == 0)
            return null;
        var kinds = _ground.Policy.Eligibility.Circles.SelectMany(circle => circle.Facilities.Select(kind => Measure(circle.Minutes, kind))).ToList();
        return new Coverage(_ground.Ground.Walkways is null ? WalkBasis.Circles : WalkBasis.Network, _targets.Basis, kinds);
    }

    /// <summary>What is reached of a kind, to be drawn, degrees; null when none is entered.</summary>
    internal Geometry? Reached(string kind, int minutes) => Doors(kind) is { Count: > 0 } doors ? _ground.Plane.ToEarth(_ways.Reached(doors, Limit(minutes))) : null;

    /// <summary>What is not reached of a kind, to be drawn, degrees: homes as points, ground as squares.</summary>
    internal Geometry Unreached(string kind, int minutes)
    {
        var doors = Doors(kind);
        var metres = doors.Count == 0 ? null : _ways.MetresToTargets(doors);
        var left = _targets.Points.Where((_, i) => metres is null || metres[i] > Limit(minutes));
        var drawn = _targets.Basis == CoverBasis.Dwellings
            ? Shape.Factory.CreateMultiPointFromCoords([.. left])
            : Shape.Union([.. left.Select(Square)]).Intersection(_ground.Unit);
        return _ground.Plane.ToEarth(drawn);
    }

    private KindCoverage Measure(int minutes, string kind)
    {
        var doors = Doors(kind);
        double? share = doors.Count == 0 ? null : _targets.ShareWithin(_ways.MetresToTargets(doors), Limit(minutes));
        var outcome = share is not { } reached ? Outcome.Missing
            : reached >= _ground.Policy.Ground.CoverageGreen ? Outcome.Green
            : reached >= _ground.Policy.Ground.CoverageAmber ? Outcome.Amber : Outcome.Red;
        return new KindCoverage(minutes, kind, _ground.Policy.Resources.Kind(kind)!.Name, doors.Count, share, outcome);
    }

    private Geometry Square(Coordinate middle)
    {
        var half = _targets.CellMetres / 2;
        return Shape.Factory.ToGeometry(new Envelope(middle.X - half, middle.X + half, middle.Y - half, middle.Y + half));
    }

    private double Limit(int minutes) => minutes * _ground.Policy.Eligibility.WalkingMetresPerMinute;

    private List<Coordinate> Doors(string kind) => [.. _ground.Ground.Facilities.Values.Where(f => f.Kind == kind).Select(f => _ground.Plane.ToPlane(f.Door))];

    private static string Share(double? share, string none) => share is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : none;

    private static RuleVerdict Said(Outcome outcome, string zh, string en) => new("E-02", "circles", outcome, new Words(zh, en));
}
