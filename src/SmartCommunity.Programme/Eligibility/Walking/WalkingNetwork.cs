using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Linemerge;
using SmartCommunity.Programme.Eligibility.Shapes;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>
/// Ways on foot as a graph. Positions nearer than the snap distance are one node, and an end that stops on another way joins it there; ways that cross without a common position do not meet, as a bridge does not meet what is under it.
/// A door or target goes straight to the nearest way, at most the access distance. On the plane, metres. Immutable after construction.
/// </summary>
internal sealed class WalkingNetwork : IFootways
{
    private readonly IReadOnlyList<Coordinate> _nodes;
    private readonly IReadOnlyList<Edge> _edges;
    private readonly List<int>[] _edgesOf;
    private readonly STRtree<int> _index = new();
    private readonly double _accessMetres;
    private readonly Foot?[] _targets;

    internal WalkingNetwork(IEnumerable<LineString> ways, IReadOnlyList<Coordinate> targets, double snapMetres, double accessMetres)
    {
        var noding = new WayNoding(snapMetres);
        foreach (var way in ways)
            noding.Add(way);
        (_nodes, _edges) = (noding.Nodes, noding.Edges());
        _accessMetres = accessMetres;
        _edgesOf = [.. _nodes.Select(_ => new List<int>())];
        for (var i = 0; i < _edges.Count; i++)
        {
            _edgesOf[_edges[i].From].Add(i);
            _edgesOf[_edges[i].To].Add(i);
            _index.Insert(new Envelope(_nodes[_edges[i].From], _nodes[_edges[i].To]), i);
        }

        _targets = [.. targets.Select(Attach)];
    }

    /// <summary>Between two nodes.</summary>
    internal readonly record struct Edge(int From, int To, double Metres);

    // Where a door or target meets the ways: on which edge, how far from its beginning, and how far off it.
    private readonly record struct Foot(int Edge, double Along, double Off);

    public double[] MetresToTargets(IReadOnlyList<Coordinate> doors)
    {
        var sources = doors.Select(Attach).OfType<Foot>().ToList();
        var toNode = MetresToNodes(sources);
        var onEdge = sources.ToLookup(s => s.Edge);
        return [.. _targets.Select(target => target is { } foot ? Metres(foot, toNode, onEdge[foot.Edge]) : double.PositiveInfinity)];
    }

    public Geometry Reached(IReadOnlyList<Coordinate> doors, double metres)
    {
        var sources = doors.Select(Attach).OfType<Foot>().ToList();
        var toNode = MetresToNodes(sources);
        var onEdge = sources.ToLookup(s => s.Edge);
        var merged = new LineMerger();
        for (var i = 0; i < _edges.Count; i++)
        {
            var (edge, line) = (_edges[i], new LineSegment(_nodes[_edges[i].From], _nodes[_edges[i].To]));
            // From each end, and from each door on it: the stretches that are still within reach.
            var stretches = onEdge[i].Select(s => (From: s.Along - (metres - s.Off), To: s.Along + metres - s.Off))
                .Append((From: 0, To: metres - toNode[edge.From])).Append((From: edge.Metres - (metres - toNode[edge.To]), To: edge.Metres))
                .Select(s => (From: Math.Max(0, s.From), To: Math.Min(edge.Metres, s.To))).Where(s => s.To > s.From).OrderBy(s => s.From);
            foreach (var (from, to) in Joined(stretches))
                merged.Add(Shape.Factory.CreateLineString([line.PointAlong(from / edge.Metres), line.PointAlong(to / edge.Metres)]));
        }

        return Shape.Factory.BuildGeometry(merged.GetMergedLineStrings());
    }

    private static IEnumerable<(double From, double To)> Joined(IEnumerable<(double From, double To)> sorted)
    {
        (double From, double To)? open = null;
        foreach (var next in sorted)
        {
            if (open is { } before && next.From <= before.To)
            {
                open = (before.From, Math.Max(before.To, next.To));
                continue;
            }

            if (open is { } done)
                yield return done;
            open = next;
        }

        if (open is { } last)
            yield return last;
    }

    private double Metres(Foot target, double[] toNode, IEnumerable<Foot> doorsHere)
    {
        var edge = _edges[target.Edge];
        var nearest = Math.Min(toNode[edge.From] + target.Along, toNode[edge.To] + edge.Metres - target.Along);
        foreach (var door in doorsHere)
            nearest = Math.Min(nearest, door.Off + Math.Abs(door.Along - target.Along));
        return nearest + target.Off;
    }

    // Dijkstra from all doors at once: the distance to a node is to the nearest of them.
    private double[] MetresToNodes(IReadOnlyList<Foot> sources)
    {
        var metres = new double[_nodes.Count];
        Array.Fill(metres, double.PositiveInfinity);
        var next = new PriorityQueue<int, double>();
        foreach (var source in sources)
        {
            Offer(_edges[source.Edge].From, source.Off + source.Along);
            Offer(_edges[source.Edge].To, source.Off + _edges[source.Edge].Metres - source.Along);
        }

        while (next.TryDequeue(out var node, out var here))
        {
            if (here > metres[node])
                continue;
            foreach (var i in _edgesOf[node])
                Offer(_edges[i].From == node ? _edges[i].To : _edges[i].From, here + _edges[i].Metres);
        }

        return metres;

        void Offer(int node, double distance)
        {
            if (distance >= metres[node])
                return;
            metres[node] = distance;
            next.Enqueue(node, distance);
        }
    }

    private Foot? Attach(Coordinate at)
    {
        var around = new Envelope(at);
        around.ExpandBy(_accessMetres);
        Foot? nearest = null;
        foreach (var i in _index.Query(around).Order())
        {
            var line = new LineSegment(_nodes[_edges[i].From], _nodes[_edges[i].To]);
            var off = line.Distance(at);
            if (off <= _accessMetres && off < (nearest?.Off ?? double.PositiveInfinity))
                nearest = new Foot(i, Math.Clamp(line.SegmentFraction(at), 0, 1) * _edges[i].Metres, off);
        }

        return nearest;
    }
}
