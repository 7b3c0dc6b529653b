using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Text;

/// <summary>What is wrong with a sign-in, a password or an account, in the language of the person who reads.</summary>
internal static class PersonText
{
    internal static IReadOnlyList<Fault> Of(IStringLocalizer<Ui> words, IReadOnlyList<Fault> faults) => [.. faults.Select(f => f with { Field = "", Message = Of(words, f) })];

    private static string Of(IStringLocalizer<Ui> words, Fault fault) => (fault.Kind, fault.Field) switch
    {
        (FaultKind.TooMany, _) => words["signIn.refused", SignInDesk.MaxFailures, Math.Ceiling(TimeSpan.FromSeconds(fault.RetryAfterSeconds ?? 1).TotalMinutes)],
        (FaultKind.Unauthorized, "account") => words["signIn.locked"],
        (FaultKind.Unauthorized, _) => words["signIn.wrong", SignInDesk.MaxFailures, SignInDesk.RefusedFor.TotalMinutes],
        (FaultKind.Invalid, "current") => words["password.wrong", SignInDesk.MaxFailures, SignInDesk.RefusedFor.TotalMinutes],
        (FaultKind.Invalid, "password") => words["password.rule", PersonCheck.MinPassword, PersonCheck.MaxPassword, PersonCheck.MinDifferent],
        (FaultKind.Invalid, "name") => words["people.nameRule", PersonCheck.MinName, PersonCheck.MaxName],
        (FaultKind.Invalid, "displayName") => words["people.displayNameRule", PersonCheck.MaxDisplayName],
        (FaultKind.Invalid, "roles") => words["people.rolesRule"],
        (FaultKind.Invalid, "area") => words["people.areaRule"],
        (FaultKind.Invalid, "department") => words["people.departmentRule", PersonCheck.MaxDisplayName],
        (FaultKind.Conflict, "name") => words["people.nameTaken"],
        (FaultKind.Conflict, "id") => words["people.lastAdministrator"],
        (FaultKind.Conflict, "current") => words["signIn.demo"],
        (FaultKind.Stale, _) => words["people.stale"],
        (FaultKind.Gone, _) => words["welcome.gone"],
        _ => fault.Message,
    };
}
