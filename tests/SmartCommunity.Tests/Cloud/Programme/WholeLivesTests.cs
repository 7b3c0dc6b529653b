using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Tests.Programme.Eligibility;
using SmartCommunity.Tests.Programme.Rhythm;

namespace SmartCommunity.Tests.Cloud.Programme;

/// <summary>
/// All 17 projects of the annex from first survey to operation, on simulated time from 2021 to 2023, through the desk and a real registry: 14 pass the city's acceptance in time, one passes late, one goes on to the province, one never passes.
/// The money adds up to the fen.
/// </summary>
public sealed class WholeLivesTests : IDisposable
{
    private const string Late = "jinjiaqiao", ToProvince = "jiangbin", Never = "xinmin";

    private static readonly DateOnly _begin = new(2021, 8, 2), _end = new(2023, 12, 31);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-lives-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PolicyPack Policy => ShippedPolicies.Fuyang;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Rule", "G-01")]
    [Trait("Rule", "M-09")]
    [Trait("Rule", "M-10")]
    [Trait("Rule", "M-11")]
    public async Task Seventeen_projects_live_from_2021_to_2023_and_the_money_adds_up()
    {
        await using var office = new DeskOffice(_folder, _begin);
        foreach (var project in (await office.Desk.StateAsync(Cancel)).Projects.Keys)
            Score(office, project);

        while (office.Desk.Today < _end)
        {
            foreach (var project in (await office.Desk.StateAsync(Cancel)).Projects.Values.OrderBy(p => p.Pool.No))
                await LiveAsync(office, project.Id);
            Advance(office.Time, Month.Of(office.Desk.Today).Add(1).FirstDay);
        }

        var state = await office.Desk.StateAsync(Cancel);
        var goal = CoverageGoal.Of(state, Policy, office.Desk.Today);
        Assert.Equal(8, goal.Reached);
        Assert.Equal([Never], state.Projects.Values.Where(p => p.Process.FirstPass is null).Select(p => p.Id));
        Assert.All(state.Projects.Values.Where(p => p.Id != Never), p => Assert.Equal(Stage.Operating, p.Process.Stage));
        AssertMoney(state);
        Assert.Equal(state.Position, (await office.Desk.EntriesAsync(Cancel)).Count);
    }

    /// <summary>What every project got, by the rules, worked out by hand in ten thousand yuan.</summary>
    private static void AssertMoney(ProgrammeState state)
    {
        foreach (var project in state.Projects.Values)
        {
            var (subsidy, reward) = project.Id switch
            {
                // Spent 1,000; 70 % when the year was missed, and never passed: exposed, no reward.
                Never => (700, 0),
                // Spent 1,000; 700 when the year was missed, 300 after the pass.
                Late => (1000, 0),
                // Spent 1,250: 1,000 at the city's pass, 200 more at the province's; 50 are the unit's.
                ToProvince => (1200, 0),
                // Spent 800 of 1,000: 800, and half of the 200 saved.
                _ => (800, 100),
            };
            Assert.Equal(Wan(subsidy), project.Money.Paid(reward: false));
            Assert.Equal(Wan(reward), project.Money.Paid(reward: true));
        }

        // 14 × (800 + 100) + 1,000 + 1,200 + 700.
        Assert.Equal(Wan(15500), Fen.Sum(state.Projects.Values.Select(p => p.Money.Paid(reward: false) + p.Money.Paid(reward: true))));
    }

    private static async Task LiveAsync(DeskOffice office, string id)
    {
        var project = (await office.Desk.StateAsync(Cancel)).Projects[id];
        var today = office.Desk.Today;
        // What has no start in the annex begins a year before its finish.
        if (today < (project.Pool.Start ?? project.Pool.Finish.Add(-11)).FirstDay)
            return;
        switch (project.Process.Stage)
        {
            case Stage.Survey:
                await DeclareAsync(office, id);
                break;
            case Stage.Listed:
                await DoAsync(office, new BuildingStarted(id));
                await DoAsync(office, new CostBooked(id, "works", null, Wan(id switch { ToProvince => 1250, Late or Never => 1000, _ => 800 }), "contract 1", PayeeKind.Contractor, "the works"));
                break;
            case Stage.Building when id != Never && today >= FinishOf(project):
                await AcceptAsync(office, id);
                break;
            case Stage.Operating when id == ToProvince && project.Process.ProvincePassedOn is null:
                await DoAsync(office, new ProvinceApplied(id));
                await DoAsync(office, new AcceptancePassed(id, Level.Province, "province 9"));
                await DoAsync(office, new ProjectNamed(id, "named by the province"));
                await DoAsync(office, new OperationStarted(id));
                break;
        }

        await PayAsync(office, id);
    }

    // Half a year after the annex's month for the one that is late, at its month for all others.
    private static DateOnly FinishOf(ProjectState project) => project.Pool.Finish.Add(project.Id == Late ? 6 : 0).FirstDay;

    private static async Task DeclareAsync(DeskOffice office, string id)
    {
        foreach (var head in Policy.File.SurveyHeads)
            await DoAsync(office, new SurveyWritten(id, head.Code, "as found on site"));
        foreach (var section in Policy.File.Sections)
            await EnterAsync(office, id, section.Code);
        foreach (var act in TestGround.Eligible(id, SmartCommunity.Programme.Pool.ProjectType.Renovation))
            await DoAsync(office, act);
        await DoAsync(office, new ProjectDeclared(id, "Lead", null));
        await DoAsync(office, new ProjectSelected(id, 1, "district 1"), "office");
        foreach (var plan in Policy.File.Plans)
        {
            await EnterAsync(office, id, plan.Code);
            await DoAsync(office, new PlanReviewed(id, plan.Code, true, "minutes"), "office");
        }

        await DoAsync(office, new ProjectListed(id, "province 1", Level.City), "office");
    }

    private static async Task AcceptAsync(DeskOffice office, string id)
    {
        await DoAsync(office, new AcceptanceApplied(id, Level.City, "Inspector", null));
        await DoAsync(office, new SelfAcceptanceReported(id, "report"));
        foreach (var department in Policy.Acceptance.Departments)
            await DoAsync(office, new DepartmentSigned(id, department.Code, ""), department.Code);
        await DoAsync(office, new ProjectForwarded(id), "office");
        await DoAsync(office, new AcceptancePassed(id, Level.City, "city 1"), "office");
        await DoAsync(office, new ProjectNamed(id, "named"), "office");
        await DoAsync(office, new OperationStarted(id), "office");
    }

    /// <summary>Whatever is due is requested by the unit, approved by finance, paid by the cashier. Accounts close when nothing more is built.</summary>
    private static async Task PayAsync(DeskOffice office, string id)
    {
        var project = (await office.Desk.StateAsync(Cancel)).Projects[id];
        if (project.Process.FirstPass is not null && project.Money.Closing is null)
        {
            await DoAsync(office, new AccountsClosed(id, project.Money.Spent(Policy.Subsidy), "final account"));
            project = (await office.Desk.StateAsync(Cancel)).Projects[id];
        }

        foreach (var due in DuePayments.Of(project, Policy, office.Desk.Today))
        {
            await DoAsync(office, new PaymentRequested(id, due.Kind, due.AmountFen, new EvaluationLink(EvaluationKind.Bulletin, (await EvaluatedAsync(office)).ToString())));
            var no = (await office.Desk.StateAsync(Cancel)).Projects[id].Money.Payments.Count;
            await DoAsync(office, new PaymentApproved(id, no), "finance");
            await DoAsync(office, new PaymentMade(id, no, $"voucher {id} {no}"), "cashier");
        }
    }

    /// <summary>The month before, whose bulletin is frozen: as the cloud does it, from scores that are not there.</summary>
    private static async Task<Month> EvaluatedAsync(DeskOffice office)
    {
        var (state, month) = (await office.Desk.StateAsync(Cancel), Month.Of(office.Desk.Today).Add(-1));
        if (!state.Rhythm.Bulletins.ContainsKey(month))
            await DoAsync(office, new BulletinFrozen(BulletinDraft.Of(month, BulletinWalk.DueOf(month), new BulletinInputs([.. state.Projects.Keys.Select(p => BulletinWalk.Of(p, total: null))]), before: null, state, Policy)), ProgrammeEntry.System);
        return month;
    }

    private static async Task EnterAsync(DeskOffice office, string id, string section)
    {
        var entered = await office.Get<ProjectFiles>().EnterAsync(id, section, section, $"{section}.txt", null, new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{section} of {id}")), DeskOffice.Clerk, "street", Cancel);
        Assert.NotNull(entered.Value?.Entry);
    }

    private static async Task DoAsync(DeskOffice office, ProgrammeAct act, string actor = "street")
    {
        var done = await office.Desk.SubmitAsync(act, actor, Cancel);
        Assert.True(done.Entry is not null, $"{office.Desk.Today:yyyy-MM-dd} {act}: {string.Join("; ", done.Refusals.Select(r => $"{r.Field}: {r.Why.En}"))}");
    }

    private static void Advance(FakeTimeProvider time, DateOnly to) => time.SetUtcNow(new DateTimeOffset(to, new TimeOnly(9, 0), TimeSpan.FromHours(8)));

    // A community whose binding measures all have points: what readiness looks at.
    private static void Score(DeskOffice office, string community) => office.Get<ScoreBoard>().Publish(community, new CommunityScore
    {
        Community = community, Position = 1, InstantMs = 1, Pack = office.Get<PackLibrary>().Packs[0].Name, PackHash = "", ProjectType = "renovation", Scenarios = [], Dimensions = [], Total = 88, AcceptancePoints = 88,
        GateFailures = [], Vetoes = [], Verdict = Verdict.Pass, InputHash = "", ResultHash = community,
    });

    private static Fen Wan(long tenThousands) => new(tenThousands * 1_000_000);
}
