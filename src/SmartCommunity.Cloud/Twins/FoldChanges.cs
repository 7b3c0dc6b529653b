using SmartCommunity.Cloud.Facts;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What a run of the fold touched, for the live feed (devices, each once, and safety events) and for scores (inputs and steps). Reused; cleared by its owner.
/// </summary>
internal sealed class FoldChanges
{
    internal HashSet<DeviceTwin> Devices { get; } = new(ReferenceEqualityComparer.Instance);

    internal List<RememberedEvent> Events { get; } = [];

    /// <summary>Inputs of scores that people changed, such as <c>fact:households</c>; see <see cref="InputKinds"/>.</summary>
    internal HashSet<string> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Steps that were new.</summary>
    internal List<LoggedStep> Steps { get; } = [];

    internal bool IsEmpty => Devices.Count == 0 && Events.Count == 0;

    internal void Clear()
    {
        Devices.Clear();
        Events.Clear();
        Inputs.Clear();
        Steps.Clear();
    }
}
