using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>What must be reached.</summary>
public enum CoverBasis
{
    /// <summary>Homes, where every building in the unit has its number of them.</summary>
    Dwellings,

    /// <summary>Ground, in equal squares.</summary>
    Area,
}

/// <summary>The places of a unit that must be reached, with what each counts. On the plane.</summary>
internal sealed record WalkingTargets(CoverBasis Basis, IReadOnlyList<Coordinate> Points, IReadOnlyList<double> Weights, double CellMetres)
{
    // A share of 2,000 squares is right within a percent, and a square of a 20 ha unit is 10 m wide: a house.
    private const int Cells = 2_000;

    internal static WalkingTargets Of(JudgedGround ground)
    {
        var step = Math.Sqrt(ground.Unit.Area / Cells);
        var homes = ground.BuildingsInside;
        return homes is not null && homes.Sum(b => b.Building.Dwellings ?? 0) > 0 && homes.All(b => b.Building.Dwellings is not null)
            ? new WalkingTargets(CoverBasis.Dwellings, [.. homes.Select(b => b.Shape.Centroid.Coordinate)], [.. homes.Select(b => (double)b.Building.Dwellings!.Value)], step)
            : Squares(ground.Unit, step);
    }

    private static WalkingTargets Squares(Geometry unit, double step)
    {
        var inside = new IndexedPointInAreaLocator(unit);
        var box = unit.EnvelopeInternal;
        var points = new List<Coordinate>(Cells);
        for (var y = box.MinY + (step / 2); y < box.MaxY; y += step)
        {
            for (var x = box.MinX + (step / 2); x < box.MaxX; x += step)
            {
                var at = new Coordinate(x, y);
                if (inside.Locate(at) == Location.Interior)
                    points.Add(at);
            }
        }

        return new WalkingTargets(CoverBasis.Area, points, [.. Enumerable.Repeat(1.0, points.Count)], step);
    }

    /// <summary>Share of the weights within some metres, 0 to 1.</summary>
    internal double ShareWithin(double[] metres, double limit)
    {
        var (reached, all) = (0.0, 0.0);
        for (var i = 0; i < metres.Length; i++)
        {
            all += Weights[i];
            if (metres[i] <= limit)
                reached += Weights[i];
        }

        return all == 0 ? 0 : reached / all;
    }
}
