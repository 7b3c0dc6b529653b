using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>How communities stand to the standard. A community keeps its pack until somebody says otherwise. Revisions and durability as for <see cref="FactDesk"/>. Thread-safe.</summary>
public sealed class StandingDesk(FactsFeed feed, PackLibrary packs, EnrolmentIndex enrolments, TimeProvider time)
{
    /// <summary>The standing of a community.</summary>
    public async Task<Outcome<StandingView>> FindAsync(string community, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        return await context.Standings.FindAsync([community], cancellationToken) is { } row
            ? FactRows.View(row)
            : new Fault(FaultKind.NotFound, "standing", $"Nobody said under which pack community '{community}' stands.");
    }

    /// <summary>Says how a community stands. Saying again what stands there changes nothing.</summary>
    public Task<Outcome<StandingView>> PutAsync(string community, NewStanding standing, long? ifRevision, CancellationToken cancellationToken) => feed.WriteAsync<StandingView>(
        community,
        async (context, change, cancel) =>
        {
            if (enrolments.StreetOf(community) is null)
                return FactCheck.UnknownCommunity(community);
            var (type, faults) = Check(standing);
            if (faults.Count > 0)
                return faults.ToArray();
            var row = await context.Standings.FindAsync([community], cancel);
            if (FactCheck.Stale("standing", ifRevision, row?.Revision ?? 0) is { } stale)
                return stale;
            var claimed = string.Join(',', standing.Claimed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            if (row is not null && (row.Pack, row.ProjectType, row.ListedOn, row.Claimed) == (standing.Pack, type!.Code, standing.ListedOn, claimed))
                return FactRows.View(row);
            if (row is null)
            {
                row = new StandingRow { Community = community, Pack = "", ProjectType = "", Claimed = "", Revision = 0, EnteredBy = "", EnteredAtMs = 0, Version = 0 };
                context.Add(row);
            }

            change.Version = await RegistryStore.NextVersionAsync(context, cancel);
            (row.Pack, row.ProjectType, row.ListedOn, row.Claimed) = (standing.Pack, type!.Code, standing.ListedOn, claimed);
            (row.EnteredBy, row.EnteredAtMs, row.Revision, row.Version) = (standing.EnteredBy, time.GetUtcNow().ToUnixTimeMilliseconds(), row.Revision + 1, change.Version);
            FactsFeed.Remember(context, community, "standing", row.Revision, row.EnteredAtMs, row.EnteredBy, row.Revision == 1 ? "entered" : "changed", FactRows.View(row));
            await context.SaveChangesAsync(cancel);
            change.Standing = FactRows.Logged(row);
            return FactRows.View(row);
        },
        cancellationToken);

    private (ProjectType? Type, List<Fault> Faults) Check(NewStanding standing)
    {
        var faults = new List<Fault>();
        if (FactCheck.Person("enteredBy", standing.EnteredBy) is { } nobody)
            faults.Add(nobody);
        if (packs.Find(standing.Pack ?? "") is not { } pack)
        {
            faults.Add(FactCheck.Invalid("pack", $"pack '{FactCheck.Short(standing.Pack ?? "")}' is not installed; there are: {string.Join(", ", packs.Packs.Select(p => p.Name))}."));
            return (null, faults);
        }

        if (standing.ListedOn is { } day && (day < pack.ValidFrom || day > (pack.ValidTo ?? DateOnly.MaxValue)))
            faults.Add(FactCheck.Invalid("listedOn", $"listedOn {RecordFields.Text(day)} must be within the days of the pack, {RecordFields.Text(pack.ValidFrom)} to {(pack.ValidTo is { } end ? RecordFields.Text(end) : "now")}."));
        if (pack.FindProjectType(standing.ProjectType ?? "") is not { } type)
        {
            faults.Add(FactCheck.Invalid("projectType", $"projectType '{FactCheck.Short(standing.ProjectType ?? "")}' must be one of: {string.Join(", ", pack.ProjectTypes.Select(t => t.Code))}."));
            return (null, faults);
        }

        if (standing.Claimed.FirstOrDefault(c => !type.Optional.Contains(c)) is { } notOptional)
            faults.Add(FactCheck.Invalid("claimed", $"'{FactCheck.Short(notOptional)}' is no optional scenario of project type '{type.Code}'; these are: {string.Join(", ", type.Optional)}."));
        return (type, faults);
    }
}
