namespace SmartCommunity.Programme.Eligibility;

/// <summary>How much ground one entry may bring. An entry stays in the log for ever, and a page draws all of it.</summary>
public static class GroundLimits
{
    /// <summary>Positions of one unit's border: surveyed corner by corner it has hundreds.</summary>
    public const int UnitPositions = 2_000;

    /// <summary>Smallest unit, hectares: a courtyard; smaller is a slip of the mouse.</summary>
    public const double UnitMinHa = 0.1;

    /// <summary>Largest implementation unit, hectares: fifteen times the reference.</summary>
    public const double ImplementationMaxHa = 300;

    /// <summary>Largest planning unit, hectares: a small town.</summary>
    public const double PlanningMaxHa = 2_000;

    /// <summary>Features of one layer: the district has some hundred governance units and main roads; a community some hundred houses.</summary>
    public const int Features = 2_000;

    /// <summary>Positions of one layer: with 26 bytes each they fit an act of 1 MiB.</summary>
    public const int Positions = 30_000;

    /// <summary>Facilities of one project.</summary>
    public const int Facilities = 500;

    /// <summary>Share of the implementation unit the planning unit must hold: two drawings of one border never meet exactly.</summary>
    public const double PlanningHolds = 0.99;
}
