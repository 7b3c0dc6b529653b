using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A service place in or around the unit is entered, or corrected under the same id (E-02, R-03).</summary>
/// <param name="Project">The project.</param>
/// <param name="Id">Its id within the project.</param>
/// <param name="Facility">What it is and where.</param>
public sealed record FacilityEntered(string Project, string Id, Facility Facility) : ProgrammeAct
{
    // A district hospital.
    private const double MaxAreaM2 = 200_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = GroundCheck.Project(state, context, Project, On)
            .Concat(GroundCheck.Id(Id)).Concat(Entered.Text("facility.name", Facility.Name, Entered.MaxName))
            .Concat(GroundCheck.Within("facility.areaM2", Facility.AreaM2, 1, MaxAreaM2)).ToList();
        if ((Facility.OpeningHours?.Length ?? 0) > Entered.MaxName)
            faults.AddRange(Entered.Text("facility.openingHours", Facility.OpeningHours, Entered.MaxName));
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            return faults;
        faults.AddRange(GroundCheck.Known("facility.kind", Facility.Kind, policy.Resources.FacilityKinds.Select(k => k.Code), "E-02", "R-03"));
        faults.AddRange(GroundCheck.Place(Facility.Longitude, Facility.Latitude, policy.Ground.Box));
        var entered = state.Projects[Project].Ground.Facilities;
        if (entered.Count >= GroundLimits.Facilities && !entered.ContainsKey(Id))
            faults.Add(new Refusal("id", new Words($"已有 {entered.Count} 处设施，上限 {GroundLimits.Facilities}。", $"There are {entered.Count} facilities; the limit is {GroundLimits.Facilities}.")));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Ground = p.Ground with { Facilities = p.Ground.Facilities.SetItem(Id, Facility) } });
}

/// <summary>A service place is closed or was never there; the log keeps it.</summary>
public sealed record FacilityRemoved(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(Entered.Text("reason", Reason)))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && !project.Ground.Facilities.ContainsKey(Id))
            yield return new Refusal("id", new Words($"没有设施“{Id}”。", $"There is no facility '{Id}'."));
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Ground = p.Ground with { Facilities = p.Ground.Facilities.Remove(Id) } });
}
