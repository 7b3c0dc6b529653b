namespace SmartCommunity.Anomaly.Kits;

/// <summary>A home that a model was learned from.</summary>
/// <param name="Home">The home.</param>
/// <param name="Sha256">SHA-256 of the part learned from, hexadecimal.</param>
/// <param name="From">Beginning of it, by the wall clock of the place.</param>
/// <param name="Until">End of it: what is tested on comes later.</param>
/// <param name="Hours">Hours in it.</param>
public sealed record KitSource(string Home, string Sha256, DateTime From, DateTime Until, int Hours);

/// <summary>How a model did on what came after all that it was learned from.</summary>
/// <param name="Homes">Homes judged.</param>
/// <param name="Hours">Hours judged.</param>
/// <param name="Error">Mean square of what the components leave of the departures, each column by the others alone, in its own spread.</param>
/// <param name="UsualError">The same without components: what is usual at the hour is all that is expected.</param>
/// <param name="Records">Records at or above <see cref="KitDetector.Certain"/>: each would be an alert; a home has none in its first three weeks.</param>
public sealed record KitTestResult(int Homes, int Hours, double Error, double UsualError, int Records)
{
    /// <summary>Share of the mean square that the components take away; below 0: they are worse than nothing.</summary>
    public double Gain => UsualError > 0 ? 1 - (Error / UsualError) : 0;
}

/// <summary>Principal components of what a home's quantities depart from their usual by: which go together. Kept in a file by <see cref="KitModelFile"/>.</summary>
public sealed record KitModel
{
    /// <summary>What it is a model of.</summary>
    public const string ModelName = "kit";

    /// <summary>Always <see cref="ModelName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Day of training and the first eight digits of the SHA-256 of what was learned from, columns and number of components.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>What is looked at, in order: class and quantity.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Spread of each column's departures (root of the mean square, single hours of more than five mean distances cut), above 0, in its unit.</summary>
    public required IReadOnlyList<double> Spreads { get; init; }

    /// <summary>The components, strongest first, each of length 1 over the columns; none where they were not clearly better than nothing on what was held out.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Components { get; init; }

    /// <summary>Variance along each component, of as much as there are columns; above 1.</summary>
    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>The homes learned from.</summary>
    public required IReadOnlyList<KitSource> TrainedOn { get; init; }

    /// <summary>How the components did on what was held out, the latest part of each home.</summary>
    public required KitTestResult HeldOut { get; init; }
}
