namespace SmartCommunity.Contracts.Http;

/// <summary>Last known state of a device.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Community">Community code.</param>
/// <param name="Class">Class code.</param>
/// <param name="Online">Online by its own reporting interval, with hysteresis.</param>
/// <param name="LastReceivedAt">When the gateway last heard it; null = never.</param>
/// <param name="Values">Latest value of each quantity, by event time.</param>
public sealed record TwinView(string Device, string Community, string Class, bool Online, DateTimeOffset? LastReceivedAt, IReadOnlyList<TwinValueView> Values);

/// <summary>Latest value of one quantity.</summary>
public sealed record TwinValueView(string Quantity, string Unit, double Value, DateTimeOffset At, DateTimeOffset ReceivedAt, int Quality);
