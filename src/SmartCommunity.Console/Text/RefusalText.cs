using SmartCommunity.Cloud;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Text;

/// <summary>Refusals of the programme as the faults that forms show: the field, why, and the rules that say so.</summary>
internal static class RefusalText
{
    internal static Fault[] Faults(IReadOnlyList<Refusal> refusals) =>
        [.. refusals.Select(r => new Fault(FaultKind.Conflict, r.Field, r.Rules.Count == 0 ? Languages.Pick(r.Why.Zh, r.Why.En) : $"{Languages.Pick(r.Why.Zh, r.Why.En)} ({string.Join(", ", r.Rules)})"))];
}
