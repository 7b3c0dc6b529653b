namespace SmartCommunity.Programme.Process;

/// <summary>Where a project stands.</summary>
public enum Stage
{
    /// <summary>储备摸排.</summary>
    Survey,

    /// <summary>自主申报.</summary>
    Declared,

    /// <summary>申报方案与实施方案.</summary>
    Plans,

    /// <summary>公布; the clock runs from here (T-05).</summary>
    Listed,

    /// <summary>创建.</summary>
    Building,

    /// <summary>责任单位验收 .</summary>
    SelfAcceptance,

    /// <summary>区复核 .</summary>
    DistrictReview,

    /// <summary>市级验收 .</summary>
    CityAcceptance,

    /// <summary>省级验收 .</summary>
    ProvinceAcceptance,

    /// <summary>命名.</summary>
    Named,

    /// <summary>动态评价, which never ends.</summary>
    Operating,

    /// <summary>退回, with numbered findings.</summary>
    Returned,

    /// <summary>暂停.</summary>
    Suspended,

    /// <summary>退出.</summary>
    Withdrawn,

    /// <summary>被替换.</summary>
    Replaced,
}

/// <summary>What moves a project on.</summary>
public enum Step
{
    Declare, Select, List, StartBuilding, ApplyForAcceptance, ReportSelfAcceptance, Forward, ApplyForProvince, Name, Operate, Return, Resubmit, Suspend, Resume, Withdraw,
}

/// <summary>Level of an acceptance, which decides the subsidy (M-05).</summary>
public enum Level
{
    /// <summary>市级.</summary>
    City,

    /// <summary>省级.</summary>
    Province,
}
