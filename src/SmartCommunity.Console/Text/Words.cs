using Microsoft.Extensions.Localization;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Names out of the catalogues and places in the language of the person who reads. Pure but for the current culture.</summary>
internal static class Words
{
    internal static string ClassName(string code) =>
        DeviceClassCatalogue.Current.Find(code) is { } known ? Languages.Pick(known.Zh, known.En) : code;

    internal static string QuantityName(string name) =>
        QuantityCatalogue.Default.Find(name) is { } known ? Languages.Pick(known.Zh, known.En) : name;

    /// <summary>The word of the language of the person who reads.</summary>
    internal static string Pick(DisplayWord word) => Languages.Pick(word.Zh, word.En);

    internal static string NameOf(CommunityView community) => Languages.Pick(community.NameZh, community.NameEn);

    /// <summary>The name of the community with this code; its code when it is not among <paramref name="places"/>.</summary>
    internal static string NameIn(this IReadOnlyList<CommunityView> places, string code) =>
        places.FirstOrDefault(p => p.Code == code) is { } place ? NameOf(place) : code;

    internal static string StreetOf(CommunityView community) => Languages.Pick(community.StreetZh, community.StreetEn);

    /// <summary>A code that people read as a word when the resources have one (<c>event.sos</c>), else the code itself.</summary>
    internal static string Code(this IStringLocalizer words, string family, string code)
    {
        var word = words[$"{family}.{code}"];
        return word.ResourceNotFound ? code : word.Value;
    }
}
