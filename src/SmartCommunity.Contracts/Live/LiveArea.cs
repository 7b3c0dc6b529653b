using MessagePack;

namespace SmartCommunity.Contracts.Live;

/// <summary>What a client of the live hub wants to see.</summary>
[MessagePackObject]
public sealed record LiveArea
{
    /// <summary><c>district</c>, <c>street</c>, <c>community</c> or <c>devices</c>.</summary>
    [Key("kind")]
    public required string Kind { get; init; }

    /// <summary>Street or community code; empty for <c>district</c> and <c>devices</c>.</summary>
    [Key("code")]
    public string Code { get; init; } = "";

    /// <summary>Device ids for <c>devices</c>, at most <see cref="MaxDevices"/>.</summary>
    [Key("devices")]
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Alerts of the area's communities are wanted too; not of <c>devices</c>. Default: no.</summary>
    [Key("alerts")]
    public bool Alerts { get; init; }

    /// <summary>Most devices one subscription may list: more than a screen shows, few enough to check on every change.</summary>
    [IgnoreMember]
    public const int MaxDevices = 500;
}

/// <summary>How far a client got, to be named when it comes back.</summary>
[MessagePackObject]
public sealed record LiveCursor
{
    /// <summary>The feed the version belongs to; a restarted server has another.</summary>
    [Key("feed")]
    public required string Feed { get; init; }

    /// <summary>Version of the last snapshot or delta the client applied.</summary>
    [Key("version")]
    public required long Version { get; init; }

    /// <summary>The last transition of an alert it applied of each community. They hold over a restart of the server, whose feed is another.</summary>
    [Key("alerts")]
    public IReadOnlyList<LiveAlertCursor> Alerts { get; init; } = [];
}
