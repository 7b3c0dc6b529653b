using System.Globalization;
using SmartCommunity.Simulators.District;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// The devices of a simulated district: every class of the catalogue in every community, elderly-care kits in homes, the others in its facilities.
/// Deterministic; a larger scale keeps the devices of a smaller one. Immutable.
/// </summary>
public sealed class SimulatedDistrict
{
    /// <summary>Largest scale: about 60,000 devices in 17 communities are scale 58; beyond ten times that nothing has been thought through.</summary>
    public const double MaxScale = 600;

    private SimulatedDistrict(ulong seed, SimulatedDevice[] devices) => (Seed, Devices) = (seed, devices);

    /// <summary>What every simulated value of the district derives from.</summary>
    public ulong Seed { get; }

    /// <summary>All devices, by community in the given order, then homes, then facilities.</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; }

    /// <summary>Plans the district.</summary>
    /// <param name="seed">Any number; the same seed gives the same messages to the byte.</param>
    /// <param name="communities">Community codes, each an <see cref="Identifier"/>.</param>
    /// <param name="scale">Multiplies the number of devices; above 0, at most <see cref="MaxScale"/>. 1: about 70 devices a community.</param>
    /// <param name="secret">District secret the tokens derive from, at least <see cref="DeviceToken.MinSecretBytes"/> bytes.</param>
    public static SimulatedDistrict Plan(ulong seed, IReadOnlyList<string> communities, double scale, ReadOnlySpan<byte> secret)
    {
        if (!(scale > 0 && scale <= MaxScale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"The scale must be above 0 and at most {MaxScale}.");
        var devices = new List<SimulatedDevice>();
        foreach (var community in communities)
        {
            AddHomes(devices, community, Math.Max(1, (int)Math.Round(CommunitySet.Homes * scale)), secret);
            foreach (var (@class, count) in CommunitySet.Facilities)
                AddOfCommunity(devices, community, @class, Math.Max(CommunitySet.LeastOf(@class), (int)Math.Round(count * scale)), secret);
            foreach (var (@class, count) in CommunitySet.Once)
                AddOfCommunity(devices, community, @class, count, secret);
        }

        return new SimulatedDistrict(seed, [.. devices]);
    }

    private static void AddHomes(List<SimulatedDevice> devices, string community, int homes, ReadOnlySpan<byte> secret)
    {
        foreach (var (@class, zh, pattern) in CommunitySet.HomeKit)
        {
            for (var home = 1; home <= homes; home++)
            {
                if (pattern[(home - 1) % pattern.Length] == '1')
                    devices.Add(Device(community, @class, home, home, $"{PlaceNames.Home(home)} {zh}", secret));
            }
        }
    }

    private static void AddOfCommunity(List<SimulatedDevice> devices, string community, string @class, int count, ReadOnlySpan<byte> secret)
    {
        for (var number = 1; number <= count; number++)
            devices.Add(Device(community, @class, number, home: 0, PlaceNames.Facility(@class, number), secret));
    }

    private static SimulatedDevice Device(string community, string @class, int number, int home, string name, ReadOnlySpan<byte> secret)
    {
        var mark = home > 0 && CommunitySet.InBoth.Contains(@class) ? "h" : home == 0 && CommunitySet.AlsoOfCommunity.Contains(@class) ? "c" : "";
        var id = string.Create(CultureInfo.InvariantCulture, $"{community}-{@class}-{mark}{number:D3}");
        return Identifier.IsValid(id)
            ? new SimulatedDevice(new DeviceAddress(community, @class, id), name, DeviceToken.Derive(secret, id), number, home)
            : throw new ArgumentException(Identifier.Fault("Device id", id), nameof(community));
    }
}
