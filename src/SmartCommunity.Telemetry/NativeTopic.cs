namespace SmartCommunity.Telemetry;

/// <summary>What travels on a device's topic: the last level of <see cref="NativeTopic"/>.</summary>
public enum TopicKind
{
    /// <summary>Device → platform: measurements.</summary>
    Telemetry,

    /// <summary>Device → platform: something happened (<c>sos</c>, <c>fall</c>).</summary>
    Event,

    /// <summary>Device → platform, retained: online or not; also the Last Will.</summary>
    Status,

    /// <summary>Platform → device: a command.</summary>
    Command,

    /// <summary>Device → platform: the answer to a command.</summary>
    CommandResponse,

    /// <summary>Device → platform: a question, answered and not stored: <c>simplereenroll</c> (RFC 7030); in other dialects for attributes or a twin.</summary>
    Request,
}

/// <summary>
/// A topic of the native dialect: <c>fc/v1/{community}/{class}/{device}/{telemetry|event|status|cmd|cmdResp|simplereenroll}</c>; the answer to the last comes on
/// <c>simplereenrollResp</c>. Parsing accepts canonical topics only: six levels, each an <see cref="Identifier"/>, no wildcard, no empty level.
/// </summary>
/// <param name="Address">The device.</param>
/// <param name="Kind">What travels on it.</param>
public readonly record struct NativeTopic(DeviceAddress Address, TopicKind Kind)
{
    /// <summary>The first two levels.</summary>
    public const string Prefix = "fc/v1/";

    /// <summary>Last level of the topic under which a device hears whether its certificate was renewed.</summary>
    public const string ReenrollResponse = "simplereenrollResp";

    private const string Reenroll = "simplereenroll";

    /// <summary>Longest topic, in characters: prefix, three identifiers, and the longest last level.</summary>
    internal const int MaxLength = 6 + (3 * (Identifier.MaxLength + 1)) + 14;

    private const int Levels = 4;

    /// <summary>Reads a canonical topic; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> topic, out NativeTopic result)
    {
        result = default;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var rest = topic[Prefix.Length..];
        Span<Range> levels = stackalloc Range[Levels + 1];
        if (rest.Split(levels, '/') != Levels || KindOf(rest[levels[3]]) is not { } kind)
            return false;
        var community = rest[levels[0]];
        var @class = rest[levels[1]];
        var device = rest[levels[2]];
        if (!Identifier.IsValid(community) || !Identifier.IsValid(@class) || !Identifier.IsValid(device))
            return false;
        result = new NativeTopic(new DeviceAddress(community.ToString(), @class.ToString(), device.ToString()), kind);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Address}/{LevelOf(Kind)}";

    private static TopicKind? KindOf(ReadOnlySpan<char> level) => level switch
    {
        "telemetry" => TopicKind.Telemetry,
        "event" => TopicKind.Event,
        "status" => TopicKind.Status,
        "cmd" => TopicKind.Command,
        "cmdResp" => TopicKind.CommandResponse,
        Reenroll => TopicKind.Request,
        _ => null,
    };

    private static string LevelOf(TopicKind kind) => kind switch
    {
        TopicKind.Telemetry => "telemetry",
        TopicKind.Event => "event",
        TopicKind.Status => "status",
        TopicKind.Command => "cmd",
        TopicKind.CommandResponse => "cmdResp",
        TopicKind.Request => Reenroll,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a topic kind."),
    };
}
