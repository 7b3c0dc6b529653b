namespace SmartCommunity.Contracts.Http;

/// <summary>How payloads of one vendor or one model are read.</summary>
/// <param name="Name">Its name, an identifier; devices refer to it.</param>
/// <param name="Kind">The dialect it is for: <c>vendorJson</c> or <c>modbus</c>.</param>
/// <param name="Body">The JSON as it was given, at most 64 KiB; absent in lists.</param>
/// <param name="Devices">Enrolled devices that use it.</param>
/// <param name="Version">Registry version of its last change.</param>
/// <param name="ChangedAt">When it was changed last.</param>
public sealed record ProfileView(string Name, string Kind, string? Body, int Devices, long Version, DateTimeOffset ChangedAt);
