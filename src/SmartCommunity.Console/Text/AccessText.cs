using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Text;

/// <summary>Roles and areas in words.</summary>
internal static class AccessText
{
    /// <summary>The roles of a policy.</summary>
    internal static string Roles(IStringLocalizer<Ui> words, string policy) => Roles(words, Policies.All[policy] ?? []);

    internal static string Roles(IStringLocalizer<Ui> words, IEnumerable<string> roles) => string.Join(Languages.Pick("、", ", "), roles.Select(r => words[$"role.{r}"].Value));

    /// <summary>An area by the names of its street or community.</summary>
    internal static string AreaOf(IStringLocalizer<Ui> words, string area, IReadOnlyList<CommunityView> places)
    {
        var known = Area.Parse(area) ?? Area.Nowhere;
        if (known.IsDistrict)
            return words["area.district"];
        return known.Street.Length > 0 ? places.FirstOrDefault(p => p.Street == known.Street) is { } street ? Words.StreetOf(street) : known.Street
            : places.FirstOrDefault(p => p.Code == known.Community) is { } place ? Words.NameOf(place)
            : known.Community;
    }
}
