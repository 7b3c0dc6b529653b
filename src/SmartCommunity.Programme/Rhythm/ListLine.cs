namespace SmartCommunity.Programme.Rhythm;

/// <summary>The three lists (O-01).</summary>
public enum ListKind
{
    /// <summary>问题清单: what is wrong.</summary>
    Problems,

    /// <summary>工作清单: what is to be done.</summary>
    Work,

    /// <summary>创新清单: what went well and others may follow.</summary>
    Innovation,
}

/// <summary>One line of a list. Its key names the thing it is about and stays the same from issue to issue; a line has one responsible unit and a due date (O-02). Immutable.</summary>
public sealed record ListLine
{
    /// <summary>What it is about: <c>alerts/baihe</c>, <c>milestone/baihe/completion</c>, <c>own/17</c> for one that a person entered.</summary>
    public required string Key { get; init; }

    public required ListKind List { get; init; }

    /// <summary>The project; null for a line about the district.</summary>
    public string? Project { get; init; }

    /// <summary>Code of the one responsible unit.</summary>
    public required string Unit { get; init; }

    public required DateOnly Due { get; init; }

    public required Words Text { get; init; }

    /// <summary>Path of the page that proves it; empty for a line that a person entered without one.</summary>
    public required string Link { get; init; }

    /// <summary>Rules it rests on.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Due day of the issue it first stood in.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>A person entered it.</summary>
    public bool IsOwn { get; init; }
}
