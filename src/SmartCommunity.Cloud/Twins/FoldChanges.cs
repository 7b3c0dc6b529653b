namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What a run of the fold touched, for the live feed: devices (each once) and safety events. Reused; cleared by its owner.
/// </summary>
internal sealed class FoldChanges
{
    internal HashSet<DeviceTwin> Devices { get; } = new(ReferenceEqualityComparer.Instance);

    internal List<RememberedEvent> Events { get; } = [];

    internal bool IsEmpty => Devices.Count == 0 && Events.Count == 0;

    internal void Clear()
    {
        Devices.Clear();
        Events.Clear();
    }
}
