using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>Lost links, lost power, firmware that floods or garbles, and strangers.</summary>
internal static class LinkFaults
{
    private static readonly FaultParameter Every = new("every", "s", 1, 3_600, 30, "Tried this often.");

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "flappingLink", En = "The radio link comes and goes.", Zh = "链路抖动", StandardLength = TimeSpan.FromMinutes(30),
            Parameters = [new("period", "s", 2, 3_600, 60, "One loss and one return.")], ExpectedAlert = "linkFlapping", LatencyBudget = TimeSpan.FromMinutes(15),
            Effect = p => new FlapEffect(p),
        },
        new()
        {
            Name = "gatewayCut", En = "A community's devices lose their gateway at once and return at once with what they kept.", Zh = "网关中断", Scope = FaultScope.Community,
            StandardLength = TimeSpan.FromMinutes(30), ExpectedAlert = "placeCut", LatencyBudget = TimeSpan.FromMinutes(5),
            Effect = p => new CutEffect(p, losesPower: false),
        },
        new()
        {
            Name = "powerCut", En = "A community has no power: devices measure nothing, then all boot and connect at once.", Zh = "停电", Scope = FaultScope.Community,
            StandardLength = TimeSpan.FromHours(1), ExpectedAlert = "placeCut", LatencyBudget = TimeSpan.FromMinutes(5), Effect = p => new CutEffect(p, losesPower: true),
        },
        new()
        {
            Name = "rogueToken", En = "Somebody logs in under the device's name with another token.", Zh = "冒名登录", Parameters = [Every],
            ExpectedAlert = "rogueDevice", LatencyBudget = TimeSpan.FromMinutes(2), Effect = p => new RogueEffect(p, ExtraKind.WrongToken, ""),
        },
        new()
        {
            Name = "rogueTopic", En = "The device publishes on another device's topic.", Zh = "越权主题", Parameters = [Every],
            ExpectedAlert = "rogueDevice", LatencyBudget = TimeSpan.FromMinutes(2), Effect = p => new RogueEffect(p, ExtraKind.ForeignTopic, NeighbourTopic(p.Device)),
        },
        new()
        {
            Name = "malformed", En = "A vendor's firmware sends payloads no reader should accept.", Zh = "报文畸形", StandardLength = TimeSpan.FromHours(6),
            Parameters = [new("share", "1", 0.01, 1, 1, "Share of the messages.")], ExpectedAlert = "quarantineGrows", LatencyBudget = TimeSpan.FromHours(4),
            Effect = p => new MalformedEffect(p),
        },
        new()
        {
            Name = "flood", En = "Firmware reports far too often.", Zh = "上报过密", Parameters = [new("every", "s", 0.05, 60, 1, "Reports this often.")],
            ExpectedAlert = "deviceFlood", LatencyBudget = TimeSpan.FromMinutes(5), Effect = p => new FloodEffect(p),
        },
        new()
        {
            Name = "burst", En = "All chosen devices report at the same instant, as clocks set to the full hour do.", Zh = "同刻齐报",
            StandardLength = TimeSpan.FromSeconds(1), Parameters = [new("every", "s", 1, 3_600, 1, "Again this often while it lasts.")], Effect = p => new FloodEffect(p),
        },
    ];

    private static string NeighbourTopic(SimulatedDevice device)
    {
        var (community, @class, _) = device.Address;
        var other = device.Number == 1 ? 2 : 1;
        return new NativeTopic(
            new DeviceAddress(community, @class, string.Create(CultureInfo.InvariantCulture, $"{community}-{@class}-{other:D3}")), TopicKind.Telemetry).ToString();
    }
}
