using System.Globalization;
using System.Text.Json.Serialization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Polygonize;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A barrier that goes through a unit.</summary>
/// <param name="Barrier">The barrier.</param>
/// <param name="Pieces">What of it lies in the unit, degrees.</param>
/// <param name="Metres">Length of the pieces; of an area, half its outline.</param>
/// <param name="PartsHa">Areas of the parts it cuts the unit into, largest first; one when it ends inside.</param>
/// <param name="Proof">Id of the proof that both sides are linked; null when there is none.</param>
public sealed record Crossing(Barrier Barrier, [property: JsonConverter(typeof(ShapeJson))] Geometry Pieces, double Metres, IReadOnlyList<double> PartsHa, string? Proof);

/// <summary>E-04: no railway, main road or wide river through the unit, unless a bridge or underpass on the crossing is proved by a document.</summary>
internal static class BarrierRule
{
    private const string Rule = "E-04";

    // A part smaller than a courtyard is a slip of the drawing.
    private const double SmallestPartM2 = 100;

    internal static (RuleVerdict Verdict, IReadOnlyList<Crossing> Crossings) Judge(JudgedGround ground, ProjectState project)
    {
        if (ground.District.Barriers is not { } barriers)
            return (Said(Outcome.Missing, "尚未导入铁路、道路与河流。", "Railways, roads and rivers have not been imported."), []);
        var crossings = barriers.Where(b => Separates(b, ground)).Select(b => Crossing(b, ground, project)).OfType<Crossing>().ToList();
        var open = crossings.Where(c => c.Proof is null).ToList();
        var verdict = crossings.Count == 0
            ? Said(Outcome.Green, "单元内无铁路、高等级道路或宽河穿越。", "No railway, main road or wide river goes through the unit.")
            : open.Count == 0
                ? Said(Outcome.Amber, $"{Named(crossings, ground, zh: true)}穿越单元，均有连通证明。", $"{Named(crossings, ground, zh: false)} through the unit, each with a proof that both sides are linked.")
                : Said(Outcome.Blocks, $"{Named(open, ground, zh: true)}穿越单元且无连通证明。", $"{Named(open, ground, zh: false)} through the unit without a proof that both sides are linked.");
        return (verdict, crossings);
    }

    private static bool Separates(Barrier barrier, JudgedGround ground) =>
        barrier.Shape.EnvelopeInternal.Intersects(ground.Earth.EnvelopeInternal)
        && ground.Policy.Eligibility.Barriers.Contains(barrier.Kind, StringComparer.Ordinal)
        && (barrier.Kind != Barrier.River || barrier.WidthMetres >= ground.Policy.Eligibility.RiverWidthMetres);

    private static Crossing? Crossing(Barrier barrier, JudgedGround ground, ProjectState project)
    {
        var shape = ground.Plane.ToPlane(barrier.Shape);
        if (!ground.Inner.Intersects(shape))
            return null;
        var pieces = ground.Unit.Intersection(shape);
        var metres = pieces.Dimension == Dimension.Surface ? pieces.Length / 2 : pieces.Length;
        return new Crossing(barrier, ground.Plane.ToEarth(pieces), metres, PartsHa(ground.Unit, shape), ProofOf(barrier, pieces, ground, project));
    }

    /// <summary>The parts the unit falls into, hectares.</summary>
    private static IReadOnlyList<double> PartsHa(Geometry unit, Geometry barrier)
    {
        IEnumerable<Geometry> parts;
        if (barrier.Dimension == Dimension.Surface)
        {
            var left = unit.Difference(barrier);
            parts = Enumerable.Range(0, left.NumGeometries).Select(left.GetGeometryN);
        }
        else
        {
            var rings = new Polygonizer();
            rings.Add(unit.Boundary.Union(barrier));
            parts = rings.GetPolygons().Where(p => unit.Contains(p.InteriorPoint));
        }

        return [.. parts.Select(p => p.Area).Where(a => a >= SmallestPartM2).OrderDescending().Select(a => a / Units.SquareMetresPerHectare)];
    }

    private static string? ProofOf(Barrier barrier, Geometry pieces, JudgedGround ground, ProjectState project) =>
        ground.Ground.Proofs.FirstOrDefault(p => p.Value is { Kind: ProofKind.Connectivity, Longitude: { } longitude, Latitude: { } latitude } proof && proof.Barrier == barrier.Code && IsInFile(proof, project)
            && pieces.IsWithinDistance(Shape.Factory.CreatePoint(ground.Plane.ToPlane(new Coordinate(longitude, latitude))), ground.Policy.Ground.ProofMetres)).Key;

    /// <summary>Whether the proof's document is still in the project's file.</summary>
    internal static bool IsInFile(Proof proof, ProjectState project) => project.File.Newest(proof.Section).Any(d => d.Title == proof.Title);

    private static string Named(IEnumerable<Crossing> crossings, JudgedGround ground, bool zh) => string.Join(zh ? "、" : ", ", crossings.Select(c =>
    {
        var kind = ground.Policy.Ground.Barriers.First(b => b.Code == c.Barrier.Kind).Name;
        var parts = string.Join(" + ", c.PartsHa.Select(p => p.ToString("0.0", CultureInfo.InvariantCulture)));
        var metres = c.Metres.ToString("0", CultureInfo.InvariantCulture);
        return zh ? $"{kind.Zh}“{c.Barrier.Name}”（{metres} 米，分为 {parts} 公顷）" : $"{kind.En} '{c.Barrier.Name}' ({metres} m; parts of {parts} ha)";
    }));

    private static RuleVerdict Said(Outcome outcome, string zh, string en) => new(Rule, "barriers", outcome, new Words(zh, en));
}
