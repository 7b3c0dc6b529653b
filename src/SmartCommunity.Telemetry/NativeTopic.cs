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

    /// <summary>Device → platform: a question of another dialect (its attributes, its twin); answered, not stored.</summary>
    Request,
}

/// <summary>
/// A topic of the native dialect: <c>fc/v1/{community}/{class}/{device}/{telemetry|event|status|cmd|cmdResp}</c>.
/// Parsing accepts canonical topics only: six levels, each an <see cref="Identifier"/>, no wildcard, no empty level.
/// </summary>
/// <param name="Address">The device.</param>
/// <param name="Kind">What travels on it.</param>
public readonly record struct NativeTopic(DeviceAddress Address, TopicKind Kind)
{
    /// <summary>The first two levels.</summary>
    public const string Prefix = "fc/v1/";

    /// <summary>Longest topic, in characters: prefix, three identifiers, and the longest last level.</summary>
    internal const int MaxLength = 6 + (3 * (Identifier.MaxLength + 1)) + 9;

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
        _ => null,
    };

    private static string LevelOf(TopicKind kind) => kind switch
    {
        TopicKind.Telemetry => "telemetry",
        TopicKind.Event => "event",
        TopicKind.Status => "status",
        TopicKind.Command => "cmd",
        TopicKind.CommandResponse => "cmdResp",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a topic kind."),
    };
}
