namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>What an edge node says; the host's own messages (NCMD, DCMD, STATE) are none of these.</summary>
internal enum SparkplugMessage
{
    NodeBirth,
    NodeDeath,
    NodeData,
    DeviceBirth,
    DeviceDeath,
    DeviceData,
}

/// <summary>A topic of an edge node, <c>spBv1.0/{group}/{message}/{edge}[/{device}]</c>; points into the bytes it was read from.</summary>
internal readonly ref struct SparkplugTopic
{
    private const int NodeLevels = 4;
    private const int DeviceLevels = 5;

    internal ReadOnlySpan<byte> Group { get; private init; }

    internal ReadOnlySpan<byte> Edge { get; private init; }

    /// <summary>Empty for messages of the node itself.</summary>
    internal ReadOnlySpan<byte> Device { get; private init; }

    internal SparkplugMessage Message { get; private init; }

    internal bool IsBirth => Message is SparkplugMessage.NodeBirth or SparkplugMessage.DeviceBirth;

    internal bool IsDeath => Message is SparkplugMessage.NodeDeath or SparkplugMessage.DeviceDeath;

    /// <summary>The first level, with the version of the namespace.</summary>
    internal static ReadOnlySpan<byte> Namespace => "spBv1.0"u8;

    internal static bool TryParse(ReadOnlySpan<byte> topic, out SparkplugTopic parsed)
    {
        parsed = default;
        Span<Range> levels = stackalloc Range[DeviceLevels + 1];
        var count = 0;
        foreach (var level in topic.Split((byte)'/'))
        {
            if (count == levels.Length)
                return false;
            levels[count++] = level;
        }

        if (count is not (NodeLevels or DeviceLevels) || !topic[levels[0]].SequenceEqual(Namespace) || MessageOf(topic[levels[2]]) is not { } message)
            return false;
        var isOfDevice = message >= SparkplugMessage.DeviceBirth;
        if (isOfDevice != (count == DeviceLevels) || topic[levels[1]].IsEmpty || topic[levels[3]].IsEmpty || (isOfDevice && topic[levels[4]].IsEmpty))
            return false;
        parsed = new SparkplugTopic
        {
            Group = topic[levels[1]], Edge = topic[levels[3]], Device = isOfDevice ? topic[levels[4]] : default, Message = message,
        };
        return true;
    }

    private static SparkplugMessage? MessageOf(ReadOnlySpan<byte> level)
    {
        if (level.SequenceEqual("DDATA"u8))
            return SparkplugMessage.DeviceData;
        if (level.SequenceEqual("NDATA"u8))
            return SparkplugMessage.NodeData;
        if (level.SequenceEqual("DBIRTH"u8))
            return SparkplugMessage.DeviceBirth;
        if (level.SequenceEqual("NBIRTH"u8))
            return SparkplugMessage.NodeBirth;
        if (level.SequenceEqual("DDEATH"u8))
            return SparkplugMessage.DeviceDeath;
        return level.SequenceEqual("NDEATH"u8) ? SparkplugMessage.NodeDeath : null;
    }
}
