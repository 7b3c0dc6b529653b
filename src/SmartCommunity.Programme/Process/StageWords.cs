namespace SmartCommunity.Programme.Process;

/// <summary>Stages and steps in both languages.</summary>
public static class StageWords
{
    /// <summary>A stage's name.</summary>
    public static Words Of(Stage stage) => stage switch
    {
        Stage.Survey => new("储备摸排", "survey"),
        Stage.Declared => new("自主申报", "declared"),
        Stage.Plans => new("方案评审", "plans"),
        Stage.Listed => new("公布", "listed"),
        Stage.Building => new("创建", "building"),
        Stage.SelfAcceptance => new("责任单位验收", "self-acceptance"),
        Stage.DistrictReview => new("区复核", "district review"),
        Stage.CityAcceptance => new("市级验收", "city acceptance"),
        Stage.ProvinceAcceptance => new("省级验收", "provincial acceptance"),
        Stage.Named => new("命名", "named"),
        Stage.Operating => new("动态评价", "operating"),
        Stage.Returned => new("退回整改", "returned"),
        Stage.Suspended => new("暂停", "suspended"),
        Stage.Withdrawn => new("退出", "withdrawn"),
        Stage.Replaced => new("被替换", "replaced"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage."),
    };

    /// <summary>A step's name.</summary>
    public static Words Of(Step step) => step switch
    {
        Step.Declare => new("申报", "declare"),
        Step.Select => new("择优入选", "select"),
        Step.List => new("公布", "list"),
        Step.StartBuilding => new("启动创建", "start building"),
        Step.ApplyForAcceptance => new("申请验收", "apply for acceptance"),
        Step.ReportSelfAcceptance => new("提交责任单位验收报告", "report self-acceptance"),
        Step.Forward => new("提请市级验收", "forward to the city"),
        Step.ApplyForProvince => new("提请省级验收", "apply for the province's acceptance"),
        Step.Name => new("命名", "name"),
        Step.Operate => new("转入动态评价", "go into operation"),
        Step.Return => new("退回", "return"),
        Step.Resubmit => new("整改后重新提交", "resubmit"),
        Step.Suspend => new("暂停", "suspend"),
        Step.Resume => new("恢复", "resume"),
        Step.Withdraw => new("退出", "withdraw"),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step."),
    };
}
