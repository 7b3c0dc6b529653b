using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Console.Acts;

/// <summary>What may be done about the pool: add a project, put another in one's place. Pure.</summary>
internal static class PoolForms
{
    /// <summary>The forms of the pool. A new project takes the next number.</summary>
    internal static IReadOnlyList<ActForm> Of(ProgrammeState state, IReadOnlyList<(string Code, Words Name)> communities, IReadOnlyList<(string Code, Words Name)> units, int year)
    {
        var left = communities.Where(c => !state.Projects.ContainsKey(c.Code)).ToList();
        var next = state.Projects.Count == 0 ? 1 : state.Projects.Values.Max(p => p.Pool.No) + 1;
        var going = state.Projects.Values.Where(p => p.Process.Ended is null).OrderBy(p => p.Pool.No).Select(p => (p.Id, p.Pool.Name)).ToList();
        ActField[] line = [new("community", ActFieldKind.Choice, left), new("unit", ActFieldKind.Choice, units), new("start", ActFieldKind.Month), new("finish", ActFieldKind.Month), new("reason", ActFieldKind.Text)];
        PoolLine Line(ActValues v) => new()
        {
            No = next, Name = communities.FirstOrDefault(c => c.Code == v.Text("community")).Name, Unit = v.Text("unit"), Kind = PlaceKind.Community, Type = ProjectType.Renovation, Start = v.OptionalMonth("start"),
            Finish = v.Month("finish"), Year = year,
        };
        return
        [
            new("projectAdded", line, v => new ProjectAdded(v.Text("community"), Line(v), v.Text("reason"))),
            new("projectReplaced", [new("project", ActFieldKind.Choice, going), .. line], v => new ProjectReplaced(v.Text("project"), v.Text("community"), Line(v), v.Text("reason"))),
        ];
    }
}
