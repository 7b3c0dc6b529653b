using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Public;

/// <summary>What anybody may know of a project (P-04): its progress and its public facilities. It has no field that could hold a person: names of people, reasons and documents stay behind the sign-in.</summary>
/// <param name="Id">The community's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Code of the responsible unit.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="Start">Planned start; null where it is open.</param>
/// <param name="Finish">Planned finish.</param>
/// <param name="ListedOn">Day it was published.</param>
/// <param name="PassedOn">Day of the first acceptance it passed.</param>
/// <param name="Facilities">Facilities that are there, by kind and name.</param>
public sealed record PublicProject(
    string Id, Words Name, string Unit, Words Stage, Month? Start, Month Finish, DateOnly? ListedOn, DateOnly? PassedOn, IReadOnlyList<PublicFacility> Facilities)
{
    /// <summary>Every project that is in the pool's running, by number.</summary>
    public static IReadOnlyList<PublicProject> Of(ProgrammeState state, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        return [.. state.Projects.Values.Where(p => p.Process.Ended is null).OrderBy(p => p.Pool.No).ThenBy(p => p.Id, StringComparer.Ordinal).Select(p => Of(p, policy))];
    }

    private static PublicProject Of(ProjectState project, PolicyPack policy)
    {
        PoolLine pool = project.Pool;
        return new PublicProject(
            project.Id, pool.Name, pool.Unit, StageWords.Of(project.Process.Stage), pool.Start, pool.Finish, project.Process.ListedOn, project.Process.FirstPass,
            [
                .. project.Ground.Facilities.Values.OrderBy(f => f.Kind, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal)
                    .Select(f => new PublicFacility(policy.Resources.Kind(f.Kind)?.Name ?? new Words(f.Kind, f.Kind), f.Name, f.OpeningHours)),
            ]);
    }
}

/// <summary>A facility anybody may go to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="OpeningHours">When it is open; null where nobody entered it.</param>
public sealed record PublicFacility(Words Kind, string Name, string? OpeningHours);
