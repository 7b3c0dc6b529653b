using MessagePack;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Facts;

/// <summary>The part of <see cref="CommunityFold"/> that concerns what people say: facts, records, standing, evidence, steps. Pure like it.</summary>
internal static class FactsFold
{
    internal static void ApplyFacts(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedFacts>(entry.Body);
        var facts = state.Facts;
        foreach (var fact in body.Facts.Where(facts.Put))
            changes.Inputs.Add($"{InputKinds.Fact}:{fact.Code}");
        foreach (var row in body.Records.Where(facts.Put))
            changes.Inputs.Add($"{InputKinds.Record}:{row.Kind}");
        if (body.Standing is { } standing && facts.Put(standing))
            changes.Inputs.Add(InputKinds.Standing);
        facts.Versions = facts.Versions with { Facts = Math.Max(facts.Versions.Facts, body.Through) };
    }

    internal static void ApplyEvidence(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedEvidenceRows>(entry.Body);
        var facts = state.Facts;
        foreach (var row in body.Evidence.Where(facts.Put))
            changes.Inputs.Add($"{InputKinds.Evidence}:{row.Kind}");
        facts.Versions = facts.Versions with { Evidence = Math.Max(facts.Versions.Evidence, body.Through) };
    }

    internal static void ApplySteps(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedSteps>(entry.Body);
        var facts = state.Facts;
        foreach (var step in body.Steps.Where(facts.Put))
        {
            changes.Steps.Add(step);
            state.Scoring.Aggregates.AddStep(step.EventId, step.Device, step.Step, step.AtMs);
            AlertActionFold.Follow(state, step, changes);
        }

        facts.ForgetSteps(Math.Max(state.WrittenAtMs, entry.AtMs));
        facts.Versions = facts.Versions with { Steps = Math.Max(facts.Versions.Steps, body.Through) };
    }
}

/// <summary>What the names in <see cref="FoldChanges.Inputs"/> begin with: <c>fact:households</c>, <c>record:facility</c>, <c>evidence:drill</c>; the standing stands alone.</summary>
internal static class InputKinds
{
    internal const string Fact = "fact", Record = "record", Evidence = "evidence", Standing = "standing";
}
