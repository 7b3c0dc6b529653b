using System.Text.Json;

namespace SmartCommunity.Storage.Registry;

/// <summary>
/// The places of Fuyang district as built into the product (<c>district.json</c>): the responsible units and the 17 communities of the project pool, in its order.
/// Applying it again changes nothing; a corrected name in a later version of the program reaches the database at its next start.
/// </summary>
internal static class DistrictSeed
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static void Apply(RegistryContext context)
    {
        var district = Load();
        using var transaction = context.Database.BeginTransaction();
        foreach (var (street, index) in district.Streets.Select((s, i) => (s, i)))
            Put(context, street, rank: index + 1);
        foreach (var (community, index) in district.Communities.Select((c, i) => (c, i)))
            Put(context, community, rank: index + 1);
        context.SaveChanges();
        transaction.Commit();
    }

    /// <summary>Communities with their streets, in order.</summary>
    internal static IReadOnlyList<(string Community, string Street)> Read() => [.. Load().Communities.Select(static c => (c.Code, c.Street))];

    private static District Load()
    {
        using var stream = typeof(DistrictSeed).Assembly.GetManifestResourceStream("registry/district.json")!;
        return JsonSerializer.Deserialize<District>(stream, Options)!;
    }

    private static void Put(RegistryContext context, Street street, int rank)
    {
        if (context.Streets.Find(street.Code) is not { } row)
        {
            context.Add(new StreetRow { Code = street.Code, NameZh = street.Zh, NameEn = street.En, Rank = rank });
            return;
        }

        (row.NameZh, row.NameEn, row.Rank) = (street.Zh, street.En, rank);
    }

    private static void Put(RegistryContext context, Community community, int rank)
    {
        if (context.Communities.Find(community.Code) is not { } row)
        {
            context.Add(new CommunityRow { Code = community.Code, NameZh = community.Zh, NameEn = community.En, Street = community.Street, Rank = rank });
            return;
        }

        (row.NameZh, row.NameEn, row.Street, row.Rank) = (community.Zh, community.En, community.Street, rank);
    }

    private sealed record District(Street[] Streets, Community[] Communities);

    private sealed record Street(string Code, string Zh, string En);

    private sealed record Community(string Code, string Zh, string En, string Street);
}
