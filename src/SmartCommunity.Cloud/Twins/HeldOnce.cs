using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What a community's log says of devices and places is what the registry holds already: 60,000 devices told twice are 40 MB. What is given here comes back equal, from the registry where it has the same. Thread-safe.
/// </summary>
public sealed class HeldOnce
{
    private readonly EnrolmentIndex? _enrolments;
    private readonly TwinGraph? _graph;

    public HeldOnce(EnrolmentIndex enrolments, TwinGraph graph) => (_enrolments, _graph) = (enrolments, graph);

    private HeldOnce()
    {
    }

    /// <summary>There is no registry: what is given comes back itself.</summary>
    internal static HeldOnce Nothing { get; } = new();

    internal string Device(string id) => _enrolments?.Find(id)?.Device ?? id;

    /// <summary>A name that many have: a gateway, a place.</summary>
    internal string Name(string name) => _enrolments?.Once(name) ?? name;

    internal LoggedTwin Twin(LoggedTwin twin) => _graph?.Find(twin.Key) is { } known && known.IsSameAs(twin) ? known : twin;

    internal DeviceRelation Relation(string device, string kind, string target) => new(Device(device), Name(kind), Name(target));
}
