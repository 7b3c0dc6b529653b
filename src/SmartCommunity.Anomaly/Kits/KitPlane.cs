using MathNet.Numerics.LinearAlgebra;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>
/// What goes together: the plane that the strongest components span. A home lacks some columns, so the nearest point of the plane is sought by those it has. MathNet, because Microsoft.ML's PCA gives one number
/// of a whole row: which columns stick out, and rows with columns missing, are what is needed here. Immutable.
/// </summary>
internal sealed class KitPlane
{
    private readonly double[][] _components;
    private readonly double[] _ridges;

    /// <param name="components">The components, each of length 1 over the columns.</param>
    /// <param name="variances">Variance along each, above 1.</param>
    internal KitPlane(IReadOnlyList<IReadOnlyList<double>> components, IReadOnlyList<double> variances)
    {
        _components = [.. components.Select(static c => c.ToArray())];
        if (_components.Length == 0)
        {
            _ridges = [];
            return;
        }

        // What the columns have of variance beside the components is noise, spread over the directions that are left: the less a component stands out of it, the less is made of what is seen along it.
        var noise = (_components[0].Length - variances.Sum()) / Math.Max(1, _components[0].Length - _components.Length);
        _ridges = [.. variances.Select(v => noise / (v - noise))];
    }

    internal int Count => _components.Length;

    /// <summary>Components of variance above a column's own (Kaiser's rule), strongest first; the largest entry of each is positive, so that the same rows give the same bytes.</summary>
    internal static (double[][] Components, double[] Variances) Learn(double[][] correlation)
    {
        var found = Matrix<double>.Build.DenseOfRowArrays(correlation).Evd(Symmetricity.Symmetric);
        int[] strongest = [.. Enumerable.Range(0, correlation.Length).Where(i => found.EigenValues[i].Real > 1).OrderByDescending(i => found.EigenValues[i].Real)];
        return ([.. strongest.Select(i => Upright(found.EigenVectors.Column(i).ToArray()))], [.. strongest.Select(i => found.EigenValues[i].Real)]);
    }

    /// <summary>
    /// What each column would be by the others alone: where the nearest point of the plane to them lies. A row's own value says nothing of what it is measured against, or any plane would seem to explain a part of
    /// it. Columns that are not a number count for nothing.
    /// </summary>
    internal double[] FromOthers(ReadOnlySpan<double> row)
    {
        var expected = new double[row.Length];
        if (Count == 0)
            return expected;
        var (normal, right) = (Matrix<double>.Build.DenseOfDiagonalArray(_ridges), Vector<double>.Build.Dense(Count));
        for (var column = 0; column < row.Length; column++)
            Add(normal, right, column, row[column], 1);
        for (var column = 0; column < row.Length; column++)
        {
            Add(normal, right, column, row[column], -1);
            var along = normal.Cholesky().Solve(right);
            Add(normal, right, column, row[column], 1);
            for (var a = 0; a < Count; a++)
                expected[column] += along[a] * _components[a][column];
        }

        return expected;
    }

    private void Add(Matrix<double> normal, Vector<double> right, int column, double value, int sign)
    {
        if (!double.IsFinite(value))
            return;
        for (var a = 0; a < Count; a++)
        {
            right[a] += sign * _components[a][column] * value;
            for (var b = 0; b < Count; b++)
                normal[a, b] += sign * _components[a][column] * _components[b][column];
        }
    }

    private static double[] Upright(double[] component) => component[Largest(component)] < 0 ? [.. component.Select(static c => -c)] : component;

    private static int Largest(double[] component)
    {
        var largest = 0;
        for (var i = 1; i < component.Length; i++)
            largest = Math.Abs(component[i]) > Math.Abs(component[largest]) ? i : largest;
        return largest;
    }
}
