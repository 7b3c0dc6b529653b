namespace SmartCommunity.Programme.Pool;

/// <summary>What the project pool says of a project (附件1).</summary>
public sealed record PoolLine
{
    /// <summary>Its number in the annex, from 1.</summary>
    public required int No { get; init; }

    public required Words Name { get; init; }

    /// <summary>Code of the responsible unit (责任单位): a street, a town or a management committee.</summary>
    public required string Unit { get; init; }

    /// <summary>What the place is: the annex has housing estates beside communities.</summary>
    public required PlaceKind Kind { get; init; }

    public required ProjectType Type { get; init; }

    /// <summary>Planned start; null where the annex leaves it open, never a made-up date.</summary>
    public Month? Start { get; init; }

    /// <summary>Planned finish.</summary>
    public required Month Finish { get; init; }

    /// <summary>Year of the pool it was entered in.</summary>
    public required int Year { get; init; }

    /// <summary>The project that took its place; null while it has its own.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Parts of it are demolished (T-02).</summary>
    public bool Demolition { get; init; }

    /// <summary>Residents are resettled (T-04).</summary>
    public bool Resettlement { get; init; }
}

/// <summary>What a pool's place is.</summary>
public enum PlaceKind
{
    /// <summary>社区.</summary>
    Community,

    /// <summary>A housing estate (花苑), part of a community.</summary>
    Estate,

    /// <summary>村.</summary>
    Village,
}

/// <summary>创建类型.</summary>
public enum ProjectType
{
    /// <summary>旧改类.</summary>
    Renovation,

    /// <summary>新建类, on new ground.</summary>
    NewBuild,

    /// <summary>新建类 by demolition and rebuilding (拆除重建).</summary>
    Rebuild,
}
