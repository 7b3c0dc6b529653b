namespace SmartCommunity.Contracts.Http;

/// <summary>Last known state of a device.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Community">Community code.</param>
/// <param name="Class">Class code.</param>
/// <param name="Online">Online by its own reporting interval, with hysteresis.</param>
/// <param name="LastReceivedAt">When the gateway last heard it; null = never.</param>
/// <param name="Values">Latest value of each quantity, by event time.</param>
/// <param name="State"><c>online</c>, <c>offline</c>, <c>gatewayAway</c> or <c>unheard</c>.</param>
public sealed record TwinView(
    string Device, string Community, string Class, bool Online, DateTimeOffset? LastReceivedAt, IReadOnlyList<TwinValueView> Values, string State);

/// <summary>Latest value of one quantity.</summary>
/// <param name="Quantity">Name out of the catalogue.</param>
/// <param name="Unit">UCUM code.</param>
/// <param name="Value">The value in the unit.</param>
/// <param name="At">When it was measured.</param>
/// <param name="ReceivedAt">When the gateway received it.</param>
/// <param name="Quality">Flags: 1 uncertain, 2 bad, 4 server time, 8 clock suspect, 16 derived.</param>
/// <param name="From">What the platform derived it from; null when the device sent it.</param>
public sealed record TwinValueView(string Quantity, string Unit, double Value, DateTimeOffset At, DateTimeOffset ReceivedAt, int Quality, string? From);

/// <summary>An elder's guard kit, "3+X": a fixed alarm, a motion detector, a door contact, and any other elderly-care device of one home.</summary>
/// <param name="Home">Id of the unit the devices are in.</param>
/// <param name="Complete">All three base classes are there.</param>
/// <param name="Guarding">Complete, and every member is online.</param>
/// <param name="Members">Devices, by id.</param>
/// <param name="Missing">Base classes the home lacks.</param>
/// <param name="Away">Members that are not online.</param>
public sealed record KitView(string Home, bool Complete, bool Guarding, IReadOnlyList<string> Members, IReadOnlyList<string> Missing, IReadOnlyList<string> Away);
