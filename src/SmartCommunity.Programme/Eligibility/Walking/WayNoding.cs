using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>Makes nodes and edges of drawn ways: near positions become one, an end on the middle of another way splits it. Same lines in the same order give the same graph.</summary>
internal sealed class WayNoding(double snapMetres)
{
    // Rounding alone must not part two ways that share a position.
    private const double LeastSnapMetres = 0.001;

    private readonly double _snap = Math.Max(snapMetres, LeastSnapMetres);
    private readonly List<Coordinate> _nodes = [];
    private readonly Dictionary<(long X, long Y), List<int>> _near = [];
    private readonly List<(int From, int To)> _segments = [];
    private readonly List<int> _ends = [];

    internal IReadOnlyList<Coordinate> Nodes => _nodes;

    internal void Add(LineString way)
    {
        var nodes = way.Coordinates.Select(NodeAt).ToList();
        for (var i = 1; i < nodes.Count; i++)
        {
            if (nodes[i] != nodes[i - 1])
                _segments.Add((nodes[i - 1], nodes[i]));
        }

        _ends.AddRange([nodes[0], nodes[^1]]);
    }

    internal List<WalkingNetwork.Edge> Edges()
    {
        var splits = Splits();
        var edges = new List<WalkingNetwork.Edge>(_segments.Count);
        for (var i = 0; i < _segments.Count; i++)
        {
            var from = _segments[i].From;
            foreach (var node in splits[i].OrderBy(s => s.Along).Select(s => s.Node).Append(_segments[i].To))
            {
                if (node != from)
                    edges.Add(new WalkingNetwork.Edge(from, node, _nodes[from].Distance(_nodes[node])));
                from = node;
            }
        }

        return edges;
    }

    private int NodeAt(Coordinate at)
    {
        var (x, y) = ((long)Math.Floor(at.X / _snap), (long)Math.Floor(at.Y / _snap));
        var (nearest, distance) = (-1, _snap);
        for (var i = x - 1; i <= x + 1; i++)
        {
            for (var j = y - 1; j <= y + 1; j++)
            {
                foreach (var node in _near.GetValueOrDefault((i, j)) ?? [])
                {
                    if (_nodes[node].Distance(at) <= distance)
                        (nearest, distance) = (node, _nodes[node].Distance(at));
                }
            }
        }

        if (nearest >= 0)
            return nearest;
        _nodes.Add(at);
        if (!_near.TryGetValue((x, y), out var cell))
            _near[(x, y)] = cell = [];
        cell.Add(_nodes.Count - 1);
        return _nodes.Count - 1;
    }

    /// <summary>Ends of ways that lie on the middle of a segment, by segment.</summary>
    private List<(int Node, double Along)>[] Splits()
    {
        var splits = _segments.Select(_ => new List<(int, double)>()).ToArray();
        var index = new STRtree<int>();
        for (var i = 0; i < _segments.Count; i++)
            index.Insert(new Envelope(_nodes[_segments[i].From], _nodes[_segments[i].To]), i);
        foreach (var end in _ends.Distinct())
        {
            var around = new Envelope(_nodes[end]);
            around.ExpandBy(_snap);
            foreach (var i in index.Query(around).Order().Where(i => _segments[i].From != end && _segments[i].To != end))
            {
                var line = new LineSegment(_nodes[_segments[i].From], _nodes[_segments[i].To]);
                if (line.Distance(_nodes[end]) <= _snap)
                    splits[i].Add((end, line.SegmentFraction(_nodes[end])));
            }
        }

        return splits;
    }
}
