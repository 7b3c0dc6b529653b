namespace SmartCommunity.Simulators.Fitting;

/// <summary>The few statistics the fit and its tests are stated in.</summary>
internal static class Statistics
{
    /// <summary>Turns the median absolute deviation of a normal distribution into its standard deviation.</summary>
    private const double NormalMad = 1.4826;

    /// <summary>Quantile with linear interpolation between order statistics; the values need no order.</summary>
    internal static double Quantile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        var position = part * (sorted.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((sorted[high] - sorted[low]) * (position - low));
    }

    internal static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>Standard deviation that some odd days do not spoil.</summary>
    internal static double RobustSd(IReadOnlyList<double> values)
    {
        var middle = Median(values);
        return NormalMad * Median(values.Select(v => Math.Abs(v - middle)));
    }

    /// <summary>Kolmogorov's distance: the largest difference of the two empirical distribution functions, 0 to 1.</summary>
    internal static double Kolmogorov(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (a, b) = (one.Order().ToArray(), other.Order().ToArray());
        var (i, j, largest) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var at = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= at)
                i++;
            while (j < b.Length && b[j] <= at)
                j++;
            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    internal static double RootMeanSquare(IEnumerable<double> differences)
    {
        var squares = differences.Select(d => d * d).ToArray();
        return Math.Sqrt(squares.Sum() / squares.Length);
    }

    /// <summary>Least squares by the normal equations, for the handful of columns used here.</summary>
    internal static double[] LeastSquares(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        var size = rows[0].Length;
        var matrix = new double[size, size + 1];
        for (var r = 0; r < rows.Count; r++)
        {
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    matrix[i, j] += rows[r][i] * rows[r][j];
                matrix[i, size] += rows[r][i] * targets[r];
            }
        }

        return Solve(matrix, size);
    }

    private static double[] Solve(double[,] matrix, int size)
    {
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = 0; row < size; row++)
            {
                if (row == pivot)
                    continue;
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column <= size; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => matrix[i, size] / matrix[i, i])];
    }
}
