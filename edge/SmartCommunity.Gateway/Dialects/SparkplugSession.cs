using System.Text;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// An edge node's connection: keeps its births, watches that no message of it is missing, asks for a rebirth when something is, and answers as its host application. Commands are NCMD
/// and DCMD; they end when data shows the values that were written.
/// </summary>
internal sealed class SparkplugSession : IDialectSession
{
    /// <summary>How long a message may be late before it counts as lost: they come over one connection, so a second or two is plenty.</summary>
    internal static readonly TimeSpan ReorderTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Least time between two requests for a rebirth: a node with a thousand metrics needs a while, and a request more only delays it.</summary>
    internal static readonly TimeSpan RebirthInterval = TimeSpan.FromSeconds(10);

    private const string Rebirth = "Node Control/Rebirth";
    private const int SeqNumbers = 256;

    // Protects everything below: the reorder timer and commands come from other threads.
    private readonly Lock _gate = new();
    private readonly SparkplugDialect _dialect;
    private readonly DeviceAddress _carrier;
    private readonly Func<DeviceAddress, string?> _aliasOf;
    private readonly IDialectOutlet _outlet;
    private readonly TimeProvider _time;
    private readonly string _hostId;
    private readonly string _group;
    private readonly string _edge;
    private readonly SparkplugBirths _births = new();
    private readonly SparkplugSequence _sequence = new();
    private readonly PendingCommands<SparkplugWrite> _commands = new();
    private ITimer? _reorder;
    private long? _askedAt;
    private bool _takesNodeCommands;
    private bool _takesDeviceCommands;

    internal SparkplugSession(
        SparkplugDialect dialect, DeviceAddress carrier, Func<DeviceAddress, string?> aliasOf, IDialectOutlet outlet, TimeProvider time, string hostId)
    {
        (_dialect, _carrier, _aliasOf, _outlet, _time, _hostId) = (dialect, carrier, aliasOf, outlet, time, hostId);
        var (group, edge) = dialect.NodeOf(carrier);
        (_group, _edge) = (group.ToString(), edge.ToString());
    }

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => _dialect.KindOf(topic, _carrier);

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => SparkplugDialect.IsSafety(payload, _births);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        lock (_gate)
        {
            if (SparkplugTopic.TryParse(payload.Topic, out var topic) && topic.Message != SparkplugMessage.NodeDeath)
                Follow(topic.Message, SparkplugHeader.Read(payload.Bytes).Seq);
            if (_dialect.Decode(in payload, sink, _births))
                AskForBirth_NeedsLock();
            if (!_commands.IsEmpty)
                EndCommands_NeedsLock(topic.Device, payload.Bytes);
        }
    }

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // Edge nodes ask nothing.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        AnswerReading.Refuse(_carrier, QuarantineReason.Topic, "Data answers commands; there is no topic for answers.");

    public IReadOnlyList<AnswerReading> TakeAnswers() => _commands.Take();

    public FilterVerdict Subscribe(string filter)
    {
        if (IsState(filter))
            return FilterVerdict.Granted;
        lock (_gate)
        {
            var (isNode, isDevice) = (IsOf(filter, "NCMD"), IsOf(filter, "DCMD"));
            _takesNodeCommands |= isNode;
            _takesDeviceCommands |= isDevice;
            return isNode || isDevice ? FilterVerdict.TakesCommands : FilterVerdict.Refused;
        }
    }

    public void OnSubscribed(string filter)
    {
        if (!IsState(filter))
            return;
        var topic = filter.AsSpan().IndexOfAny('+', '#') < 0 ? filter : $"spBv1.0/STATE/{_hostId}";
        var state = $"{{\"online\":true,\"timestamp\":{_time.GetUtcNow().ToUnixTimeMilliseconds()}}}";
        _outlet.Publish(new DialectMessage(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(state)) { IsRetained = true });
    }

    public bool Unsubscribe(string filter)
    {
        lock (_gate)
        {
            if (IsOf(filter, "NCMD"))
                _takesNodeCommands = false;
            else if (IsOf(filter, "DCMD"))
                _takesDeviceCommands = false;
            else
                return IsState(filter);
            return true;
        }
    }

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command)
    {
        var id = target == _carrier ? "" : _aliasOf(target) ?? target.Device;
        lock (_gate)
        {
            if (!(id.Length == 0 ? _takesNodeCommands : _takesDeviceCommands))
                return null;
            if (SparkplugWrite.Of(command, id, _births.Of(id)) is not { } write)
            {
                _commands.Refuse(target, command.Id, "An argument does not fit the datatype that the metric was born with.");
                return null;
            }

            _commands.Await(target, command.Id, write);
            var payload = SparkplugWriter.Write(_time.GetUtcNow().ToUnixTimeMilliseconds(), seq: null, write.Metrics);
            return new DialectMessage(Encoding.UTF8.GetBytes(id.Length == 0 ? NodeTopic : $"spBv1.0/{_group}/DCMD/{_edge}/{id}"), payload);
        }
    }

    private string NodeTopic => $"spBv1.0/{_group}/NCMD/{_edge}";

    /// <summary>Counts the message; a gap that does not close in time is answered by the request for a rebirth.</summary>
    private void Follow(SparkplugMessage message, ulong? seq)
    {
        if (message == SparkplugMessage.NodeBirth)
            _sequence.Begin();
        else if (_births.IsNodeBorn && seq is < SeqNumbers)
            _sequence.Take((int)seq);
        if (_sequence.Missing > 0)
        {
            _reorder ??= _time.CreateTimer(_ => OnReorderTimeout(), null, ReorderTimeout, Timeout.InfiniteTimeSpan);
            return;
        }

        _reorder?.Dispose();
        _reorder = null;
    }

    private void OnReorderTimeout()
    {
        lock (_gate)
        {
            _reorder?.Dispose();
            _reorder = null; // The next message arms it again while the gap is open.
            if (_sequence.Missing > 0)
                AskForBirth_NeedsLock();
        }
    }

    private void AskForBirth_NeedsLock()
    {
        if (!_takesNodeCommands || (_askedAt is { } asked && _time.GetElapsedTime(asked) < RebirthInterval))
            return;
        _askedAt = _time.GetTimestamp();
        var payload = SparkplugWriter.Write(_time.GetUtcNow().ToUnixTimeMilliseconds(), seq: null, new SparkplugValue(Rebirth, SparkplugType.Boolean, true));
        _outlet.Publish(new DialectMessage(Encoding.UTF8.GetBytes(NodeTopic), payload));
    }

    private void EndCommands_NeedsLock(ReadOnlySpan<byte> device, ReadOnlySpan<byte> payload)
    {
        var id = Encoding.UTF8.GetString(device);
        var values = SparkplugDialect.Values(payload, id, _births);
        _commands.Answer((_, write) => write.Device == id && write.IsShownBy(values) ? (true, "") : null);
    }

    private static bool IsState(string filter) => filter.StartsWith("spBv1.0/STATE/", StringComparison.Ordinal);

    private bool IsOf(string filter, string message)
    {
        var own = $"spBv1.0/{_group}/{message}/{_edge}";
        return filter == own || filter.StartsWith(own + "/", StringComparison.Ordinal);
    }
}
