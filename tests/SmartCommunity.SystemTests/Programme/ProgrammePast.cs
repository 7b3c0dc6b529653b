using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Resources;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Programme.Rhythm;
using SmartCommunity.Tests.Programme.Eligibility;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>
/// What a district did in the two and a half months before today: one project built and paid for, with border, layers and a request for a state-owned room; one returned; lists drafted, signed, and a case promoted from
/// them; two bulletins frozen, with scores at the ends of their months. Every act goes through the desk, which refuses what is wrong.
/// </summary>
internal sealed class ProgrammePast(IServiceProvider services, ProgrammeFixture.MovableTime time)
{
    /// <summary>The project that has everything, and the one that was returned.</summary>
    internal const string Rich = "jiangbin", Returned = "yicheng";

    private const string Street = "富春街道办", Office = "区专班", Finance = "区财政", Cashier = "出纳";

    // Listed in a year that is over: its first payment is due although it has not passed (M-09).
    private static readonly DateOnly _declared = new(2024, 1, 10), _listed = new(2024, 3, 1), _building = new(2024, 4, 1);

    private static readonly Fen _works = new(1_250_000_000), _design = new(84_000_050);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PolicyPack Policy => ShippedPolicies.Fuyang;

    private static Month ThisMonth => Month.Of(ProgrammeEntry.DayOf(TimeProvider.System.GetUtcNow()));

    /// <summary>The middle of the month before the last.</summary>
    internal static DateTimeOffset Begin => At(ThisMonth.Add(-2).FirstDay.AddDays(14));

    private ProgrammeDesk Desk => services.GetRequiredService<ProgrammeDesk>();

    private RhythmDesk Rhythm => services.GetRequiredService<RhythmDesk>();

    internal async Task LiveAsync()
    {
        await Desk.StateAsync(Cancel);
        await BuildAsync();
        await ReturnAsync();
        Score(ThisMonth.Add(-2), 0);
        await AtAsync(At(ThisMonth.Add(-1).FirstDay));
        await SignAsync();
        await PayAsync();
        Score(ThisMonth.Add(-1), 3);
        await AtAsync(At(ThisMonth.FirstDay));
    }

    private static DateTimeOffset At(DateOnly day) => new(day, new TimeOnly(9, 0), ChinaTime.Offset);

    private async Task AtAsync(DateTimeOffset instant)
    {
        time.Set(instant);
        await Rhythm.CatchUpAsync(Cancel);
    }

    private async Task BuildAsync()
    {
        await DeclareAsync(Rich);
        await DoAsync(new ProjectSelected(Rich, 1, "富未来办〔2024〕3号") { On = _declared.AddDays(10) }, Office);
        foreach (var plan in Policy.File.Plans)
        {
            await EnterAsync(Rich, plan);
            await DoAsync(new PlanReviewed(Rich, plan.Code, true, "专家评审会纪要"), Office);
        }

        await DoAsync(new ProjectListed(Rich, "浙风貌办〔2024〕8号", Level.City) { On = _listed }, Office);
        await DoAsync(new BuildingStarted(Rich) { On = _building });
        await DoAsync(new CostBooked(Rich, "works", null, _works, "合同 2024-17", PayeeKind.Contractor, "邻里中心改造") { On = _building.AddDays(20) });
        await DoAsync(new CostBooked(Rich, "consultingDesign", null, _design, "合同 2024-02", PayeeKind.Contractor, "方案设计") { On = _building.AddDays(2) });
        var (longitude, latitude) = TestGround.At(60, 40);
        await DoAsync(new SpaceEntered(Rich, "hall", new IdleSpace("publicRoom", "旧礼堂", 900, "富阳城投", true, longitude, latitude)));
        await DoAsync(new LeaseRequested(Rich, "lease-1", "hall", "serviceHall", "江滨社区居委会", 5));
        await DoAsync(new LeaseOpinionGiven(Rich, "lease-1", true, "同意，建议优先协议出租。"));
    }

    private async Task ReturnAsync()
    {
        await DeclareAsync(Returned);
        await DoAsync(new ProjectReturned(Returned, [new NewFinding("补充居民意见征询记录", ProgrammeEntry.DayOf(Begin).AddDays(10)), new NewFinding("更正实施单元边界", ProgrammeEntry.DayOf(Begin).AddDays(20))]), Office);
        await DoAsync(new FindingAnswered(Returned, 1, "已补充 312 户征询表"));
    }

    private async Task DeclareAsync(string project)
    {
        foreach (var head in Policy.File.SurveyHeads)
            await DoAsync(new SurveyWritten(project, head.Code, "现场核实：常住 6,200 人，老年人占 27%。"));
        foreach (var section in Policy.File.Sections)
            await EnterAsync(project, section);
        foreach (var act in Ground(project))
            await DoAsync(act);
        await DoAsync(new ProjectDeclared(project, "陈主任", null) { On = _declared });
    }

    /// <summary>Eligible ground with a railway beside it and ways to walk on.</summary>
    internal static IEnumerable<ProgrammeAct> Ground(string project) =>
    [
        .. TestGround.Eligible(project, SmartCommunity.Programme.Pool.ProjectType.Renovation),
        TestGround.Barriers(TestGround.Line("\"code\":\"rail\",\"name\":\"杭黄铁路\",\"kind\":\"railway\"", (600, -900), (600, 900))),
        new SmartCommunity.Programme.Eligibility.WalkwaysImported(project, "步道普查", TestGround.Features(TestGround.Line("\"name\":\"中心路\"", (-300, 0), (0, 0), (300, 0)), TestGround.Line("\"name\":\"江滨路\"", (0, -300), (0, 0), (0, 300)))),
    ];

    private async Task PayAsync()
    {
        var due = DuePayments.Of((await Desk.StateAsync(Cancel)).Projects[Rich], Policy, Desk.Today).Single();
        await DoAsync(new PaymentRequested(Rich, due.Kind, due.AmountFen, new EvaluationLink(EvaluationKind.Bulletin, ThisMonth.Add(-2).ToString())));
        await DoAsync(new PaymentApproved(Rich, 1), Finance);
        await DoAsync(new PaymentMade(Rich, 1, "凭证 0871"), Cashier);
    }

    /// <summary>Edits and signs the monthly lists, and promotes a case from them.</summary>
    private async Task SignAsync()
    {
        var period = ListPeriod.Latest(Cadence.Monthly, Desk.Today, Policy.Rhythm);
        await DoAsync(new ListLineAdded(period, ListKind.Innovation, Rich, ProgrammeFixture.Street, Desk.Today.AddDays(30), "楼道助餐柜：老年食堂错峰送餐到楼", null), Office);
        var issue = (await Desk.StateAsync(Cancel)).Rhythm.Lists[period];
        await DoAsync(new ListsSigned(period, issue.Position), Office);
        var line = issue.Lines.First(l => l.List == ListKind.Innovation && l.Text.Zh.Contains("助餐柜", StringComparison.Ordinal));
        await DoAsync(new CasePromoted(period, line.Key, "楼道助餐柜", "老年食堂错峰送餐到楼，日均 90 份，成本低于上门送餐。"), Office);
    }

    /// <summary>Scores at the end of a month, as the platform freezes them: two that rank, one with too little known to rank.</summary>
    private void Score(Month month, double more)
    {
        var endMs = MonthScores.EndOf(month).ToUnixTimeMilliseconds();
        foreach (var (project, total, known) in new[] { (Rich, 81.4, true), ("baihe", 76.2, true), (Returned, 40.0, false) })
        {
            var score = SaidScore.Of(project, MonthScores.EndOf(month).AddMilliseconds(-1), total + more, known);
            services.GetRequiredService<ScoreLedger>().Append(
                [], [new ScoreSnapshot(project, ScoreSnapshotKind.Month, endMs, 1, score.Position, endMs, score.ResultHash, "", JsonSerializer.SerializeToUtf8Bytes(score, ScoreJson.Options))]);
        }
    }

    private async Task EnterAsync(string project, Heading section)
    {
        var clerk = new Caller(CallerKind.Demo, "", "", "", Roles.All, Area.District, "");
        var entered = await services.GetRequiredService<ProjectFiles>().EnterAsync(
            project, section.Code, section.Name.Zh, $"{section.Code}.txt", null, new MemoryStream(Encoding.UTF8.GetBytes($"{section.Name.Zh} {project}")), clerk, Street, Cancel);
        Assert.NotNull(entered.Value?.Entry);
    }

    private async Task DoAsync(ProgrammeAct act, string actor = Street)
    {
        var done = await Desk.SubmitAsync(act, actor, Cancel);
        Assert.True(done.Entry is not null, $"{act}: {string.Join("; ", done.Refusals.Select(r => $"{r.Field}: {r.Why.En}"))}");
    }
}
