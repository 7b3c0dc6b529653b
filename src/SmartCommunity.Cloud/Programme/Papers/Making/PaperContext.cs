using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>What papers are made from: the programme as of a day, and the names of its units. Immutable.</summary>
internal sealed record PaperContext(ProgrammeState State, PolicyLibrary Policies, DateOnly Today, string District, IReadOnlyDictionary<string, string> Units)
{
    /// <summary>Probability that a project passes by its due month; no entry or null: nobody knows.</summary>
    internal IReadOnlyDictionary<string, double?> Passes { get; init; } = new Dictionary<string, double?>();

    /// <summary>The policy a project goes by.</summary>
    internal PolicyPack PolicyOf(ProjectState project) => Policies.Of(project.Policy ?? State.Policy);

    /// <summary>A unit's name; its code where the registry has no such street.</summary>
    internal string UnitName(string code) => Units.GetValueOrDefault(code, code);

    /// <summary>Every project, by number.</summary>
    internal IEnumerable<ProjectState> ByNumber => State.Projects.Values.OrderBy(static p => p.Pool.No).ThenBy(static p => p.Id, StringComparer.Ordinal);

    /// <summary>Fields every paper has, and its own.</summary>
    internal Dictionary<string, string> Fields(string title, PolicyPack policy, params IEnumerable<(string Code, string Text)> own)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = title, ["district"] = District, ["madeOn"] = PaperText.Long(Today), ["policy"] = policy.Title.Zh,
            ["source"] = $"数据来源：未来社区项目库记录第 {State.Position} 号；政策包 {policy.Id} 第 {policy.Version} 版（SHA-256 {policy.Hash}）。",
        };
        foreach (var (code, text) in own)
            fields.Add(code, text);
        return fields;
    }

    /// <summary>Fields of a paper about one project.</summary>
    internal Dictionary<string, string> FieldsOf(ProjectState project, string title, params IEnumerable<(string Code, string Text)> own) =>
        Fields($"{project.Pool.Name.Zh}{title}", PolicyOf(project), [("project", project.Pool.Name.Zh), ("unit", UnitName(project.Pool.Unit)), ("type", NameOf(project.Pool.Type)), .. own]);

    internal static string NameOf(ProjectType type) => type switch
    {
        ProjectType.Renovation => "旧改类",
        ProjectType.NewBuild => "规划新建类",
        _ => "拆除重建类",
    };

    internal static string NameOf(Level level) => level == Level.City ? "市级" : "省级";
}
