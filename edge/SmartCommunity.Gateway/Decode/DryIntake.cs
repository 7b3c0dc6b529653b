using System.Text;
using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>
/// What a gateway makes of payloads, without network, disk and clock: the same decoding of the native dialect, the same recognition of duplicates, the same safety events from values, the same batches.
/// For trials in simulated time. Rates are not limited, and who is refused at the door is for the caller to say. Not thread-safe.
/// </summary>
public sealed class DryIntake
{
    private readonly NativeDialect _dialect = new(new NoFacts());
    private readonly ValueWatch _watch = new(file: null);
    private readonly Dictionary<DeviceAddress, Speaker> _speakers = [];
    private readonly OpenBlock _block = new(0);
    private readonly Sink _sink;
    private long _number;

    /// <summary>A gateway that has heard nobody yet.</summary>
    public DryIntake() => _sink = new Sink(this);

    /// <summary>A safety event is among what waits: a gateway sends that at once.</summary>
    public bool HasAlarm { get; private set; }

    /// <summary>A device, or its Last Will, says whether it is there.</summary>
    public void Say(DeviceAddress device, bool online, long receivedAtMs) => _block.Add(new DeviceStatus { ReceivedAtMs = receivedAtMs, Online = online }, SpeakerOf(device).Routine, device);

    /// <summary>Takes one publish of a device that is logged in; false: the topic is not its own, and the gateway refuses it.</summary>
    public bool Publish(DeviceAddress sender, string topic, ReadOnlySpan<byte> payload, long receivedAtMs)
    {
        var speaker = SpeakerOf(sender);
        var name = Encoding.UTF8.GetBytes(topic);
        if (speaker.Topics.Match(name) is not { } kind)
        {
            Refuse(sender, RefusalReport.Topic, receivedAtMs);
            return false;
        }

        _sink.Begin(receivedAtMs);
        _dialect.Decode(kind, new InboundPayload
        {
            Address = sender, Class = speaker.Class, Topic = name, Bytes = payload, ReceivedAtMs = receivedAtMs, Duplicate = false,
            Digest = PayloadIntake.DigestOf(kind, name, payload),
        }, _sink);
        if (_sink.Reason is { } reason)
            _block.Add(new QuarantinedPayload { ReceivedAtMs = receivedAtMs, Topic = topic, Reason = reason, Detail = _sink.Detail, Payload = ByteString.CopyFrom(payload) }, speaker.Routine, sender);
        return true;
    }

    /// <summary>Somebody tried to log in under the device's name and was refused.</summary>
    public void RefuseLogin(DeviceAddress device, long receivedAtMs) => Refuse(device, RefusalReport.Login, receivedAtMs);

    /// <summary>What was taken since the last call, as the batch that the uplink carries; empty: nothing.</summary>
    public byte[] TakeBatch()
    {
        if (_block.Count == 0)
            return [];
        var batch = _block.ToBatch();
        _block.Open(++_number);
        HasAlarm = false;
        return batch;
    }

    private Speaker SpeakerOf(DeviceAddress device)
    {
        if (!_speakers.TryGetValue(device, out var speaker))
            _speakers[device] = speaker = new Speaker(device);
        return speaker;
    }

    private void Add(in DecodedMessage message)
    {
        var state = SpeakerOf(message.Address).Routine;
        if (IsNew(state, Outbox.Outbox.IdentityOf(in message)))
            _block.Add(in message, state);
    }

    private void Add(DeviceAddress device, DeviceEvent happened)
    {
        var speaker = SpeakerOf(device);
        var isAlarm = SafetyRule.IsMatter(happened.Type);
        if (!IsNew(isAlarm ? speaker.Alarm : speaker.Routine, Outbox.Outbox.IdentityOf(happened)))
            return;
        HasAlarm |= isAlarm;
        _block.Add(happened, speaker.Routine, device);
    }

    private void Refuse(DeviceAddress device, string what, long receivedAtMs) => Add(device, RefusalReport.Event(device, what, receivedAtMs));

    private static bool IsNew(DeviceState state, (long Boot, long Value) identity)
    {
        if (identity.Boot == OutboxLane.NoMark)
            return true;
        if (OutboxLane.IsDuplicate(state.Live, identity.Boot, identity.Value))
            return false;
        new WindowMark(state, identity.Boot, identity.Value).ApplyTo(state.Live);
        return true;
    }

    /// <summary>A device that is logged in, with what each lane of an outbox would remember of it.</summary>
    private sealed class Speaker(DeviceAddress device)
    {
        internal DeviceTopics Topics { get; } = new(device);

        internal ClassTable Class { get; } = ClassTable.Of(device.Class);

        internal DeviceState Routine { get; } = new(device.Device);

        internal DeviceState Alarm { get; } = new(device.Device);
    }

    private sealed class Sink(DryIntake intake) : IDecodedSink
    {
        private long _receivedAtMs;

        internal string? Reason { get; private set; }

        internal string Detail { get; private set; } = "";

        internal void Begin(long receivedAtMs) => (_receivedAtMs, Reason, Detail) = (receivedAtMs, null, "");

        public void OnTelemetry(in DecodedMessage message)
        {
            intake.Add(in message);
            foreach (var raised in intake._watch.See(in message) ?? [])
                intake.Add(raised.Address, OutboxSink.EventOf(raised));
        }

        public void OnEvent(DecodedEvent happened)
        {
            intake._watch.See(happened);
            intake.Add(happened.Address, OutboxSink.EventOf(happened));
        }

        public void OnStatus(DeviceAddress device, bool online) => intake.Say(device, online, _receivedAtMs);

        public void OnQuarantine(string reason, string detail) => (Reason, Detail) = (reason, detail);
    }

    /// <summary>Devices of the native dialect whose fields are those of the catalogue need no facts.</summary>
    private sealed class NoFacts : IDeviceFacts
    {
        public FieldConversion? Map(DeviceAddress address, string field) => null;

        public DeviceAddress? FindCarried(string carrier, string alias) => null;

        public DialectProfile? Profile(string name) => null;
    }
}
