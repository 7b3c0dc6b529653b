using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A document of the project's file proves a link across a barrier (E-04), one management (E-05) or unsafe houses (E-07).</summary>
/// <param name="Project">The project.</param>
/// <param name="Id">Its id within the project; again replaces it.</param>
/// <param name="Proof">What it proves, by which document.</param>
public sealed record ProofGiven(string Project, string Id, Proof Proof) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var rule = ProofRules.Of(Proof.Kind);
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(GroundCheck.Id(Id)))
            yield return refusal;
        if (!state.Projects.TryGetValue(Project, out var project))
            yield break;
        if (project.File.Newest(Proof.Section).All(d => d.Title != Proof.Title))
            yield return new Refusal("proof.title", new Words($"一社一档的“{Proof.Section}”中没有文件“{Proof.Title}”；请先上传。", $"The file has no document '{Proof.Title}' in '{Proof.Section}'; enter it there first."), rule);
        if (Proof.Kind != ProofKind.Connectivity)
        {
            if (Proof.Barrier is not null || Proof.Longitude is not null || Proof.Latitude is not null)
                yield return new Refusal("proof.barrier", new Words("分割屏障与位置只用于连通证明。", "Barrier and place belong to a proof of connectivity."), rule);
            yield break;
        }

        if ((state.District.Barriers ?? []).All(b => b.Code != Proof.Barrier))
            yield return new Refusal("proof.barrier", new Words($"没有分割屏障“{Proof.Barrier}”。", $"There is no barrier '{Proof.Barrier}'."), rule);
        if (Proof is not { Longitude: { } longitude, Latitude: { } latitude })
            yield return new Refusal("proof.longitude", new Words("须给出桥梁或下穿通道的位置。", "The place of the bridge or underpass is required."), rule);
        else
            foreach (var refusal in GroundCheck.Place(longitude, latitude, context.PolicyOf(state, Project).Ground.Box))
                yield return refusal with { Field = "proof.longitude" };
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Ground = p.Ground with { Proofs = p.Ground.Proofs.SetItem(Id, Proof) } });
}

/// <summary>A proof does not count any more.</summary>
public sealed record ProofWithdrawn(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(Entered.Text("reason", Reason)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && !project.Ground.Proofs.ContainsKey(Id))
            yield return new Refusal("id", new Words($"没有证明“{Id}”。", $"There is no proof '{Id}'."));
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Ground = p.Ground with { Proofs = p.Ground.Proofs.Remove(Id) } });
}

/// <summary>How far a new-build candidate has what it is preferred by (E-06).</summary>
/// <param name="Project">The project.</param>
/// <param name="Priority">Code of the policy's list.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Source">Where the value is from.</param>
public sealed record PriorityAssessed(string Project, string Priority, double Value, string Source) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(Entered.Text("source", Source, Entered.MaxText, "E-06")).Concat(GroundCheck.Within("value", Value, 0, 1, "E-06")))
            yield return refusal;
        if (!state.Projects.TryGetValue(Project, out var project))
            yield break;
        foreach (var refusal in GroundCheck.Known("priority", Priority, context.PolicyOf(state, Project).Ground.Priorities.Select(p => p.Code), "E-06"))
            yield return refusal;
        if (project.Pool.Type != Pool.ProjectType.NewBuild)
            yield return new Refusal("project", new Words("只有规划新建类项目评优先级。", "Only a new-build candidate is assessed."), "E-06");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state.With(Project, p => p with { Ground = p.Ground with { Priorities = p.Ground.Priorities.SetItem(Priority, new PriorityInput(Value, Source.Trim())) } });
}

internal static class ProofRules
{
    internal static string Of(ProofKind kind) => kind switch
    {
        ProofKind.Connectivity => "E-04",
        ProofKind.UnifiedManagement => "E-05",
        _ => "E-07",
    };
}
