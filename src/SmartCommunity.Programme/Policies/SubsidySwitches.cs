namespace SmartCommunity.Programme.Policies;

/// <summary>The two readings of M-10, "后续创建成功并验收通过后再拨付30%" (ambiguity 1).</summary>
public enum FinalTranche
{
    /// <summary>A percentage of the base, as it is written.</summary>
    Percent,

    /// <summary>What is missing to the base.</summary>
    Balance,
}

/// <summary>What the percentages of a late project are taken of (ambiguity 2).</summary>
public enum LatePercentOf
{
    /// <summary>The lower of approved and spent.</summary>
    Actual,

    /// <summary>The approved amount; a first payment may then exceed the cost.</summary>
    Level,
}

/// <summary>Whose year "当年" is (ambiguity 3).</summary>
public enum TaskYear
{
    /// <summary>The year of the due date, T-01 to T-04; of the pool's finish before listing.</summary>
    DueDate,

    /// <summary>The year of the pool's finish.</summary>
    PoolFinish,
}

/// <summary>The level a project goes by before it passed one (ambiguity 4).</summary>
public enum UnfinishedLevel
{
    /// <summary>The level applied for; the city's when none is.</summary>
    Applied,

    /// <summary>The city's.</summary>
    City,
}

/// <summary>What a late project's reward is counted from (ambiguity 5).</summary>
public enum RewardSource
{
    /// <summary>The level's amount.</summary>
    Level,

    /// <summary>The reduced amount approved for a late project.</summary>
    Approved,
}

/// <summary>What becomes of money paid to a project that ends without passing (ambiguity 7).</summary>
public enum ClawBack
{
    /// <summary>It is shown as exposed; nothing is claimed back by itself.</summary>
    None,

    /// <summary>It is due back when the project is withdrawn or replaced.</summary>
    WhenEnded,
}
