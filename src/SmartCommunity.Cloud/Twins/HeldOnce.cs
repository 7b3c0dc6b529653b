using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What a community's log says of devices and places is what the registry holds already: 60,000 devices told twice are 40 MB. What is given here comes back equal, from the registry where it has the same. Thread-safe.
/// </summary>
public sealed class HeldOnce(EnrolmentIndex enrolments, TwinGraph graph)
{
    internal static string Device(HeldOnce? held, string id) => held?.Enrolments.Find(id)?.Device ?? id;

    /// <summary>A name that many have: a gateway, a place.</summary>
    internal static string Name(HeldOnce? held, string name) => held?.Enrolments.Once(name) ?? name;

    internal static LoggedTwin Twin(HeldOnce? held, LoggedTwin twin) => held?.Graph.Find(twin.Key) is { } known && known.IsSameAs(twin) ? known : twin;

    internal static DeviceRelation[] Relations(HeldOnce? held, string device, DeviceRelation[] relations) =>
        held is null ? relations : [.. relations.Select(r => new DeviceRelation(device, Name(held, r.Kind), Name(held, r.Target)))];

    private EnrolmentIndex Enrolments => enrolments;

    private TwinGraph Graph => graph;
}
