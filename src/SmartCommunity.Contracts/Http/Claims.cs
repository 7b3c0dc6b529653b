namespace SmartCommunity.Contracts.Http;

/// <summary>Devices to register before anybody knows where they will stand: named one by one, or by a prefix and a count.</summary>
public sealed record NewClaims
{
    /// <summary>Name of the delivery, 1 to 64 characters a-z A-Z 0-9 _ -.</summary>
    public required string Batch { get; init; }

    /// <summary>Class code of the device catalogue.</summary>
    public required string Class { get; init; }

    /// <summary>How the devices speak; <c>native</c> when empty.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Name of an existing profile; required for <c>vendorJson</c> and <c>modbus</c>.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Ids of the devices, at most 1,000; empty when <see cref="Prefix"/> and <see cref="Count"/> make them.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>What generated ids begin with; a number from 1 follows, with leading zeros.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>How many ids to generate, 1 to 5,000.</summary>
    public int Count { get; init; }

    /// <summary>Days until the codes expire, 1 to 3,650; default 365.</summary>
    public int ExpiresInDays { get; init; } = 365;
}

/// <summary>A code to print on a device, shown this once and stored only as a hash.</summary>
public sealed record ClaimCodeView(string Device, string Batch, string Class, string Code, DateTimeOffset ExpiresAt);

/// <summary>A device that waits to be claimed, or was.</summary>
/// <param name="Device">The id it will have, or has.</param>
/// <param name="Batch">Name of the delivery.</param>
/// <param name="Class">Class code.</param>
/// <param name="State"><c>open</c>, <c>claimed</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="ExpiresAt">When its code expires.</param>
/// <param name="ClaimedAt">When it was claimed.</param>
public sealed record ClaimView(
    string Device, string Batch, string Class, string State, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? ClaimedAt);

/// <summary>What an installer says about the device in front of them.</summary>
public sealed record NewClaim
{
    /// <summary>The code printed on it: 12 characters of Crockford's base 32, hyphens and case do not count.</summary>
    public required string Code { get; init; }

    /// <summary>Code of the community it stands in.</summary>
    public required string Community { get; init; }

    /// <summary>Name shown to people, at most 120 characters; the id when empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id of the gateway it connects to; the only gateway when empty.</summary>
    public string Gateway { get; init; } = "";
}

/// <summary>One row of the audit: who did what to which device or authority.</summary>
public sealed record AuditView(long Position, DateTimeOffset At, string Actor, string Action, string Subject, string Detail);
