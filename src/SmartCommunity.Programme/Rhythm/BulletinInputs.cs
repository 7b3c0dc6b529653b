using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>What the bulletin of a month is made of, as it stood when the month ended; gathered by the cloud.</summary>
/// <param name="Projects">Every project of the pool, by its number.</param>
public sealed record BulletinInputs(IReadOnlyList<ProjectMonth> Projects);

/// <summary>One project at the end of a month.</summary>
public sealed record ProjectMonth
{
    public required string Project { get; init; }

    /// <summary>Where it stood, a returned or suspended one where it was before.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Returned, suspended, withdrawn or replaced; null: none of these.</summary>
    public Stage? Aside { get; init; }

    /// <summary>The community's score at the end of the month; null: it had none.</summary>
    public MonthScore? Score { get; init; }

    /// <summary>When it is due; null before it is listed.</summary>
    public DueDate? Due { get; init; }

    /// <summary>Day it passed its first acceptance; null: not yet.</summary>
    public DateOnly? PassedOn { get; init; }

    /// <summary>Alerts of the month.</summary>
    public required AlertTally Alerts { get; init; }

    /// <summary>Findings without an answer.</summary>
    public required int OpenFindings { get; init; }

    /// <summary>Facts people entered once and the bulletin repeats, each with where it came from.</summary>
    public required IReadOnlyList<SourcedFact> Facts { get; init; }
}

/// <summary>A community's frozen score.</summary>
/// <param name="Total">Points of the scenarios, 0 to 100.</param>
/// <param name="AcceptancePoints">Points of the acceptance, 0 to 100.</param>
/// <param name="Coverage">Share (0 to 1) of the points to be had whose measures have a value that counts.</param>
/// <param name="OpenBinding">Binding measures of standard scenarios that score nothing.</param>
/// <param name="Pack"><c>id@version</c> of the standard pack.</param>
/// <param name="End">The instant it is of.</param>
/// <param name="Revision">Revision of the snapshot.</param>
/// <param name="ResultHash">Hash of the score.</param>
/// <param name="Link">Page that shows it.</param>
public sealed record MonthScore(double Total, double AcceptancePoints, double Coverage, int OpenBinding, string Pack, DateTimeOffset End, int Revision, string ResultHash, string Link);

/// <summary>A fact of the registry, as it stood.</summary>
/// <param name="Code">Its code in the standard pack.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">The value's unit.</param>
/// <param name="AsOf">The day it is true of.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="EnteredBy">Who entered it, once.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Link">Page where it is entered.</param>
public sealed record SourcedFact(string Code, Words Name, double Value, string Unit, DateOnly AsOf, string Source, string EnteredBy, long Revision, string Link);
