using Stateless;

namespace SmartCommunity.Programme.Process;

/// <summary>The states and steps of a project, as <c>domain.md</c> §2.1 has them: what may follow what. What else a step needs, its act checks.</summary>
public static class ProcessMachine
{
    private static readonly Stage[] _reviews = [Stage.Declared, Stage.Plans, Stage.SelfAcceptance, Stage.DistrictReview, Stage.CityAcceptance, Stage.ProvinceAcceptance];

    private static readonly Stage[] _ended = [Stage.Withdrawn, Stage.Replaced];

    /// <summary>The steps possible from a stage, in the order of <see cref="Step"/>.</summary>
    public static IReadOnlyList<Step> Possible(Stage stage, Stage? before)
    {
        var machine = At(stage, before);
        return [.. Enum.GetValues<Step>().Where(machine.CanFire)];
    }

    /// <summary>Where a step leads; null when it is not possible from there.</summary>
    public static Stage? Next(Stage stage, Stage? before, Step step)
    {
        var machine = At(stage, before);
        if (!machine.CanFire(step))
            return null;
        machine.Fire(step);
        return machine.State;
    }

    private static StateMachine<Stage, Step> At(Stage stage, Stage? before)
    {
        var machine = new StateMachine<Stage, Step>(stage);
        machine.Configure(Stage.Survey).Permit(Step.Declare, Stage.Declared);
        machine.Configure(Stage.Declared).Permit(Step.Select, Stage.Plans);
        machine.Configure(Stage.Plans).Permit(Step.List, Stage.Listed);
        machine.Configure(Stage.Listed).Permit(Step.StartBuilding, Stage.Building);
        machine.Configure(Stage.Building).Permit(Step.ApplyForAcceptance, Stage.SelfAcceptance);
        machine.Configure(Stage.SelfAcceptance).Permit(Step.ReportSelfAcceptance, Stage.DistrictReview);
        machine.Configure(Stage.DistrictReview).Permit(Step.Forward, Stage.CityAcceptance);
        machine.Configure(Stage.CityAcceptance).Permit(Step.ApplyForProvince, Stage.ProvinceAcceptance).Permit(Step.Name, Stage.Named);
        machine.Configure(Stage.ProvinceAcceptance).Permit(Step.Name, Stage.Named);
        // A community named after the city's acceptance may still go for the province's: its subsidy is topped up (M-11).
        machine.Configure(Stage.Named).Permit(Step.Operate, Stage.Operating).Permit(Step.ApplyForProvince, Stage.ProvinceAcceptance);
        machine.Configure(Stage.Operating).Permit(Step.ApplyForProvince, Stage.ProvinceAcceptance);
        foreach (var review in _reviews)
            machine.Configure(review).Permit(Step.Return, Stage.Returned);
        if (before is { } earlier)
        {
            machine.Configure(Stage.Returned).Permit(Step.Resubmit, earlier);
            machine.Configure(Stage.Suspended).Permit(Step.Resume, earlier);
        }

        foreach (var going in Enum.GetValues<Stage>().Except(_ended).Except([Stage.Named, Stage.Operating]))
        {
            machine.Configure(going).Permit(Step.Withdraw, Stage.Withdrawn);
            // What was returned has a due date already; it is answered or withdrawn, not put to sleep.
            if (going is not (Stage.Suspended or Stage.Returned))
                machine.Configure(going).Permit(Step.Suspend, Stage.Suspended);
        }

        return machine;
    }
}
