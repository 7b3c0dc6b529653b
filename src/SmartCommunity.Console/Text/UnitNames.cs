using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Text;

/// <summary>Names of responsible units: streets, towns and committees of the registry, departments of the policy. Immutable.</summary>
/// <param name="streets">The registry's units.</param>
/// <param name="policy">The policy in force.</param>
public sealed class UnitNames(IReadOnlyList<StreetView> streets, PolicyPack policy)
{
    /// <summary>Every code, streets first.</summary>
    internal IReadOnlyList<string> Codes { get; } = [.. streets.Select(s => s.Code), .. policy.Acceptance.Departments.Select(d => d.Code)];

    /// <summary>The name of a code; the code itself when nobody knows it.</summary>
    internal string Of(string code) =>
        streets.FirstOrDefault(s => s.Code == code) is { } street ? Languages.Pick(street.NameZh, street.NameEn)
        : policy.Acceptance.Departments.FirstOrDefault(d => d.Code == code) is { } department ? Languages.Pick(department.Name.Zh, department.Name.En)
        : code;
}
