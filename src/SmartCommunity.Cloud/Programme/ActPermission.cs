using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;
using Refusal = SmartCommunity.Programme.Log.Refusal;

namespace SmartCommunity.Cloud.Programme;

/// <summary>
/// Who may do which act, where (G-04): responsible units declare, build, answer and book costs for the communities of their area; departments sign; the district's office moves projects on; finance pays. An act that is not
/// named here is the district office's. Reviewers challenge, draw, check and sign; the unit answers them.
/// </summary>
public sealed class ActPermission(EnrolmentIndex enrolments)
{
    private static readonly string[] _unit = [Roles.Street, Roles.Community, Roles.DistrictOffice];
    private static readonly string[] _reviewers = [Roles.DistrictOffice, Roles.Department, Roles.Reviewer];
    private static readonly string[] _office = [Roles.DistrictOffice];

    /// <summary>Why somebody may not do an act; null when it may.</summary>
    public Refusal? Refuse(Caller caller, ProgrammeAct act)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(act);
        var roles = RolesOf(act);
        if (!caller.Roles.Any(roles.Contains))
            return new Refusal("actor", new Words($"此事项由{string.Join('、', roles)}办理；您的角色：{Mine(caller)}。", $"This is done by {string.Join(", ", roles)}; your roles: {Mine(caller)}."), "G-04");
        if (!caller.Area.Covers(act.Subject is { } project ? Area.OfCommunity(project) : Area.District, enrolments.StreetOf))
            return new Refusal("actor", new Words($"该项目不在您的辖区（{caller.Area}）。", $"The project is outside your area, {caller.Area}."), "G-04");
        return act is DepartmentSigned signed && caller.Department.Length > 0 && caller.Department != signed.Department
            ? new Refusal("department", new Words($"您只能代表“{caller.Department}”会签。", $"You sign for '{caller.Department}' only."), "A-02")
            : null;
    }

    /// <summary>The roles that may do an act.</summary>
    public static IReadOnlyList<string> RolesOf(ProgrammeAct act) => act switch
    {
        DepartmentSigned => [Roles.Department, Roles.DistrictOffice],
        ProjectReturned or PlanReviewed => _reviewers,
        ChallengeAnswered => _unit,
        ReviewAct => [Roles.Reviewer, Roles.DistrictOffice],
        SurveyWritten or DocumentEntered or DocumentWithdrawn or ProjectDeclared or BuildingStarted or AcceptanceApplied or SelfAcceptanceReported or FindingAnswered or ProjectResubmitted => _unit,
        CostBooked or CostCorrected or AccountsClosed or PaymentRequested => [Roles.Street, Roles.Community, Roles.Finance],
        MoneyAct => [Roles.Finance],
        _ when act.GetType().Namespace == typeof(ProjectGround).Namespace || act.GetType().Namespace == typeof(SmartCommunity.Programme.Resources.ProjectResources).Namespace => _unit,
        _ => _office,
    };

    private static string Mine(Caller caller) => caller.Roles.Count == 0 ? "–" : string.Join(", ", caller.Roles);
}
