using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>
/// Sparkplug B 3.0: an enrolled carrier is the edge node, the devices it carries are Sparkplug devices under their device ids. Without births, as payloads come out of quarantine, only
/// metrics that tell their names, and integers that tell their datatypes, can be read. Thread-safe.
/// </summary>
public sealed class SparkplugDialect(IDeviceFacts facts) : IDialect
{
    /// <inheritdoc/>
    public string Code => DialectCode.SparkplugB;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender)
    {
        if (!SparkplugTopic.TryParse(topic, out var parsed))
            return null;
        var (group, edge) = NodeOf(sender);
        return Ascii.Equals(parsed.Group, group) && Ascii.Equals(parsed.Edge, edge) ? parsed.IsDeath ? TopicKind.Status : TopicKind.Telemetry : null;
    }

    /// <summary>Group and edge node id of a carrier: its alias, either <c>edge</c> in the group that is called like its community, or <c>group/edge</c>.</summary>
    internal SparkplugNode NodeOf(DeviceAddress carrier)
    {
        var alias = (facts.AliasOf(carrier) ?? carrier.Device).AsSpan();
        var cut = alias.IndexOf('/');
        return cut < 0 ? new SparkplugNode(carrier.Community, alias) : new SparkplugNode(alias[..cut], alias[(cut + 1)..]);
    }

    /// <inheritdoc/>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => IsSafety(payload, births: null);

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => Decode(in payload, sink, births: null);

    internal static bool IsSafety(ReadOnlySpan<byte> payload, SparkplugBirths? births)
    {
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            if (reader.Field != SparkplugField.PayloadMetric || !SparkplugMetric.TryRead(reader.Bytes, out var metric) || !metric.IsTrue)
                continue;
            var last = metric.Name[(metric.Name.LastIndexOf((byte)'/') + 1)..];
            var known = last.IsEmpty && metric.Alias is { } alias ? births?.ByAlias(alias)?.Last : null;
            foreach (var type in SafetyEvents.Types.Items)
            {
                if (known == type || Ascii.Equals(last, type))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Decodes one message; what it tells of names is kept in <paramref name="births"/>. True: the node must be asked for its births.</summary>
    internal bool Decode(in InboundPayload payload, IDecodedSink sink, SparkplugBirths? births)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var faults = default(PayloadFaults);
        var needsRebirth = false;
        if (!SparkplugTopic.TryParse(payload.Topic, out var topic))
            faults.Add(QuarantineReason.Topic, "The topic is none of an edge node.");
        else if (SparkplugHeader.Read(payload.Bytes) is not { IsWhole: true } header)
            faults.Add(QuarantineReason.Malformed, "The payload is no Sparkplug B payload: its protobuf is broken.");
        else
            needsRebirth = Read(in topic, in header, in payload, births, sink, ref faults);
        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
        return needsRebirth;
    }

    private bool Read(in SparkplugTopic topic, in SparkplugHeader header, in InboundPayload payload, SparkplugBirths? births, IDecodedSink sink, ref PayloadFaults faults)
    {
        var id = topic.Device.IsEmpty ? "" : Encoding.UTF8.GetString(topic.Device);
        var address = id.Length == 0 ? payload.Address : facts.FindCarried(payload.Address.Device, id);
        if (topic.Message == SparkplugMessage.NodeDeath)
        {
            EndNode(payload.Address, BirthDeathSeq(payload.Bytes), births, sink, ref faults);
            return false;
        }

        if (address is not { } device)
        {
            faults.Add(QuarantineReason.UnknownDevice, $"No device is enrolled with alias '{id}' behind '{payload.Address.Device}'.");
            return false;
        }

        if (topic.IsDeath)
        {
            births?.End(id);
            sink.OnStatus(device, online: false);
            return false;
        }

        if (births is not null && topic.Message != SparkplugMessage.NodeBirth && (!births.IsNodeBorn || (!topic.IsBirth && !births.IsBorn(id))))
        {
            faults.Add(QuarantineReason.BeforeBirth, $"{(id.Length == 0 || !births.IsNodeBorn ? "The node" : $"Device '{id}'")} has not told its birth over this connection; it is asked to.");
            return true;
        }

        if (topic.IsBirth)
            Begin(topic.Message, id, device, in header, payload.Bytes, births, sink, ref faults);
        var metrics = new MetricIntake { Facts = facts, Births = births, IsBirth = topic.IsBirth, Id = id, Device = device };
        return metrics.Read(in header, in payload, sink, ref faults);
    }

    private static void Begin(
        SparkplugMessage message, string id, DeviceAddress device, in SparkplugHeader header, ReadOnlySpan<byte> bytes, SparkplugBirths? births, IDecodedSink sink,
        ref PayloadFaults faults)
    {
        if (message == SparkplugMessage.NodeBirth)
        {
            var birthDeathSeq = BirthDeathSeq(bytes);
            births?.BeginNode(birthDeathSeq);
            if (header.Seq is not 0)
                faults.Add(QuarantineReason.Shape, $"seq of a node's birth is {(header.Seq is { } seq ? $"{seq}" : "missing")}; it must be 0.");
            if (birthDeathSeq is null)
                faults.Add(QuarantineReason.Shape, "The node's birth has no metric bdSeq, so its death cannot be matched.");
        }
        else
        {
            births?.BeginDevice(id, device);
        }

        sink.OnStatus(device, online: true);
    }

    /// <summary>The death of an earlier connection comes late: it must not end the node that is born again.</summary>
    private static void EndNode(DeviceAddress node, ulong? birthDeathSeq, SparkplugBirths? births, IDecodedSink sink, ref PayloadFaults faults)
    {
        if (births is { IsNodeBorn: true, BirthDeathSeq: { } born } && birthDeathSeq != born)
        {
            faults.Add(QuarantineReason.Shape, $"bdSeq of the node's death is {(birthDeathSeq is { } told ? $"{told}" : "missing")}, its birth's {born}: another connection's death, ignored.");
            return;
        }

        sink.OnStatus(node, online: false);
        foreach (var device in births?.Devices ?? [])
            sink.OnStatus(device, online: false);
        births?.Clear();
    }

    /// <summary>The values of one message by the metrics' names, to see whether a command took effect.</summary>
    internal static Dictionary<string, (double? Number, string? Text)> Values(ReadOnlySpan<byte> payload, string id, SparkplugBirths births)
    {
        var values = new Dictionary<string, (double?, string?)>(StringComparer.Ordinal);
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            if (reader.Field != SparkplugField.PayloadMetric || !SparkplugMetric.TryRead(reader.Bytes, out var metric))
                continue;
            var name = metric.Name.IsEmpty ? metric.Alias is { } alias ? births.ByAlias(alias) : null : births.ByName(id, metric.Name);
            if (name is null)
                continue;
            if (metric.ValueField == SparkplugField.Text)
                values[name.Name] = (null, Encoding.UTF8.GetString(metric.Text));
            else if (metric.TryNumber(metric.Type == SparkplugType.Unknown ? name.Type : metric.Type, out var number))
                values[name.Name] = (number, null);
        }

        return values;
    }

    private static ulong? BirthDeathSeq(ReadOnlySpan<byte> payload)
    {
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            if (reader.Field == SparkplugField.PayloadMetric && SparkplugMetric.TryRead(reader.Bytes, out var metric) && metric.Name.SequenceEqual("bdSeq"u8))
                return metric.ValueField is SparkplugField.Int or SparkplugField.Long ? metric.Bits : null;
        }

        return null;
    }
}

/// <summary>How an edge node is addressed.</summary>
internal readonly ref struct SparkplugNode(ReadOnlySpan<char> group, ReadOnlySpan<char> edge)
{
    private readonly ReadOnlySpan<char> _group = group;
    private readonly ReadOnlySpan<char> _edge = edge;

    internal void Deconstruct(out ReadOnlySpan<char> group, out ReadOnlySpan<char> edge)
    {
        group = _group;
        edge = _edge;
    }
}
