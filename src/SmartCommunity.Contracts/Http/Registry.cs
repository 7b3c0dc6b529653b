using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Contracts.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">Rows of this page.</param>
/// <param name="Total">Rows of all pages.</param>
/// <param name="Number">Number of this page, from 1.</param>
/// <param name="Size">Rows a page, 1 to 500, default 50.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, int Number, int Size);

/// <summary>A street, town or management committee: the responsible unit of communities.</summary>
public sealed record StreetView(string Code, string NameZh, string NameEn, int Communities);

/// <summary>A community of the district.</summary>
public sealed record CommunityView(string Code, string NameZh, string NameEn, string Street, string StreetZh, string StreetEn, int Devices);

/// <summary>An enrolled device, without secrets.</summary>
public sealed record DeviceView(
    string Id, string Community, string Class, string Name, string Gateway, bool HasToken, bool HasNextToken, string? CertificateSha256,
    bool Retired, DateTimeOffset CreatedAt, DateTimeOffset? RetiredAt,
    string Dialect, string Profile, string Via, string Alias, string? Replaces);

/// <summary>A device to enrol.</summary>
public sealed record NewDevice
{
    /// <summary>Device id: 1 to 64 characters a-z A-Z 0-9 _ -; unique on the platform; also its MQTT client id and user name.</summary>
    public required string Id { get; init; }

    /// <summary>Code of an existing community.</summary>
    public required string Community { get; init; }

    /// <summary>Class code of the device catalogue.</summary>
    public required string Class { get; init; }

    /// <summary>Name shown to people, at most 120 characters; the id when empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id of the gateway it connects to; the only gateway when empty.</summary>
    public string Gateway { get; init; } = "";

    /// <summary>SHA-256 of its client certificate, 64 hexadecimal digits, when it logs in by certificate instead of a token.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>How it speaks, one of <see cref="Telemetry.DialectCode.All"/>; <c>native</c> when empty.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Name of an existing profile of the dialect's kind. Required for <c>vendorJson</c> and <c>modbus</c>, empty for all others.</summary>
    public string Profile { get; init; } = "";

    /// <summary>
    /// Id of the enrolled device that carries its payloads, at the same gateway and in the same community and not itself carried; empty when it connects itself. A
    /// carried device has no credential and cannot log in.
    /// </summary>
    public string Via { get; init; } = "";

    /// <summary>What its carrier or its vendor's client calls it: 1 to 128 characters without control characters, unique for the carrier; the id when empty.</summary>
    public string Alias { get; init; } = "";
}

/// <summary>An enrolled device and its token, which is shown this once and stored only as a hash.</summary>
/// <param name="Device">The device.</param>
/// <param name="Token">256-bit token, base64url; the MQTT password. Null for a device with a certificate and for one that is carried by another.</param>
public sealed record EnrolledDeviceView(DeviceView Device, string? Token)
{
    /// <summary>For a device that speaks as to Azure IoT Hub: the <c>SharedAccessKey</c> of its connection string, Base64 of the SHA-256 of the token; null for the others.</summary>
    public string? SharedAccessKey => Token is { } token && Device.Dialect == DialectCode.IotHub ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token))) : null;
}

/// <summary>What an import did, or (dry run) would do.</summary>
/// <param name="DryRun">True: nothing was written.</param>
/// <param name="Rows">Data rows read.</param>
/// <param name="Created">Devices enrolled, with their tokens (no tokens in a dry run).</param>
/// <param name="Errors">Rows that were not accepted; the others are.</param>
public sealed record ImportReport(bool DryRun, int Rows, IReadOnlyList<EnrolledDeviceView> Created, IReadOnlyList<RowError> Errors);

/// <summary>One fault of one row.</summary>
/// <param name="Line">Line number in the file; the header is 1.</param>
/// <param name="Field">Column; empty when the row as a whole is wrong.</param>
/// <param name="Message">What is wrong, with the limit.</param>
/// <param name="Value">What stands in the cell, at most 60 characters of it.</param>
public sealed record RowError(int Line, string Field, string Message, string Value = "");

/// <summary>A gateway and how its uplink does.</summary>
public sealed record GatewayView(
    string Id, string Name, bool Connected, DateTimeOffset? LastHeartbeatAt, DateTimeOffset? LastAckAt, string SoftwareVersion,
    int ConnectedDevices, long MessagesReceived, long MessagesRefused, long MessagesQuarantined, long DuplicatesDropped,
    long BacklogItems, long BacklogBytes, double LagSeconds, bool DiskRefusingRoutine, long RssBytes,
    IReadOnlyList<LaneView> Lanes);

/// <summary>One lane of a gateway's outbox as the cloud knows it.</summary>
/// <param name="Lane">Its name.</param>
/// <param name="Epoch">Identity of the outbox file that the acknowledged sequence counts in; null until something of the lane was stored.</param>
/// <param name="AckedSequence">Everything up to it is stored; null until something was.</param>
/// <param name="BacklogItems">Items the gateway still held at its last heartbeat.</param>
/// <param name="BacklogBytes">Their bytes.</param>
public sealed record LaneView(string Lane, long? Epoch, long? AckedSequence, long BacklogItems, long BacklogBytes);

/// <summary>A command to a device, and how far it got: <c>queued → sent → delivered → succeeded | failed | expired</c>.</summary>
public sealed record CommandView(
    string Id, string Device, string Community, string Gateway, string Name, JsonElement? Args, string State,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, DateTimeOffset? EndedAt, JsonElement? Result);

/// <summary>A command to issue.</summary>
public sealed record NewCommand
{
    /// <summary>One of the commands of the device's class.</summary>
    public required string Name { get; init; }

    /// <summary>Arguments, a JSON object of at most 4 KiB; may be absent.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>Seconds until the command expires when the device has not answered: 1 to 604,800 (a week), default 300.</summary>
    public int TtlSeconds { get; init; } = 300;

    /// <summary>Id chosen by the caller, so that a repeated call issues nothing new; generated when absent.</summary>
    public string? Id { get; init; }
}

/// <summary>A quarantined payload.</summary>
public sealed record QuarantineView(
    long Id, string Gateway, string Community, string Device, string Class, string Topic, DateTimeOffset ReceivedAt, string Reason, string Detail,
    string PayloadText, bool PayloadIsText, bool Truncated, string State);

/// <summary>A vendor's field mapped to a quantity, for one device or (device empty) its class: value = raw × scale + offset.</summary>
public sealed record FieldMappingView(long Id, string Class, string Device, string Field, string Quantity, double Scale, double Offset);

/// <summary>What a re-run of quarantined payloads did.</summary>
/// <param name="Accepted">Payloads without a fault now; they left the quarantine.</param>
/// <param name="Measurements">Measurements stored, those of payloads that stay for another fault included.</param>
/// <param name="Events">Events stored; one that was stored before is not stored again.</param>
/// <param name="StillRefused">Payloads that stay, with the reason they have now.</param>
public sealed record RerunReport(int Accepted, int Measurements, int Events, IReadOnlyList<RerunRefusal> StillRefused);

/// <summary>A payload that is still refused.</summary>
public sealed record RerunRefusal(long Id, string Reason, string Detail);
