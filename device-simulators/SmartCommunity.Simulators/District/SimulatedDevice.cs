using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>One device to enrol and to play.</summary>
/// <param name="Address">Community, class and id; the id is also the MQTT client id and user name.</param>
/// <param name="Name">Name shown to people, Chinese, with its place.</param>
/// <param name="Token">Its password at the broker; derived, see <see cref="DeviceToken"/>.</param>
/// <param name="Number">Number within community and class, from 1.</param>
/// <param name="Home">Number of the elder's home the device hangs in, from 1; 0 for devices of the community.</param>
public sealed record SimulatedDevice(DeviceAddress Address, string Name, string Token, int Number, int Home)
{
    /// <summary>Device id.</summary>
    public string Id => Address.Device;

    /// <summary>Hides the token, so that a log line cannot leak it.</summary>
    public override string ToString() => $"{Address} {Name}";
}
