using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>
/// Home Assistant's MQTT discovery: a carrier publishes retained configs that say which topic holds which state of which device, and then those states. What a topic means is known from the
/// configs of the carrier's connection; out of quarantine only configs can be read again. Thread-safe.
/// </summary>
public sealed class HaDialect(IDeviceFacts facts) : IDialect
{
    /// <summary>68 °F is 20 °C, and not 20.000000000000004.</summary>
    private const int OffsetDecimals = 9;

    private static readonly int Smoke = QuantityCatalogue.Default.IndexOf("smoke");

    /// <inheritdoc/>
    public string Code => DialectCode.HomeAssistant;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) =>
        topic.StartsWith("homeassistant/"u8) && HaConfigTopic.Parse(Encoding.UTF8.GetString(topic)) is not null ? TopicKind.Telemetry : null;

    /// <summary>False: only the connection knows which topic says an alarm.</summary>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => false;

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => Decode(in payload, sink, new HaConfigs());

    /// <summary>True when a state under this topic says a safety event.</summary>
    internal bool IsSafety(HaTopic topic, ReadOnlySpan<byte> payload, DeviceAddress carrier)
    {
        foreach (var entity in topic.States)
        {
            if (entity.Component != HaComponent.BinarySensor || entity.Resolve(facts, carrier) is not { } binding)
                continue;
            var isSafety = binding.Event is { } type ? SafetyEvents.Types.Contains(type) : binding.Quantity is { } name && QuantityCatalogue.Default.IndexOf(name) == Smoke;
            if (isSafety && entity.Template.TryRead(payload, out var value) && Is(value, entity.On))
                return true;
        }

        return false;
    }

    /// <summary>Decodes a config, a state or an availability; what a config tells is kept in <paramref name="configs"/>.</summary>
    internal void Decode(in InboundPayload payload, IDecodedSink sink, HaConfigs configs)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var faults = default(PayloadFaults);
        if (configs.Find(payload.Topic) is { } topic)
        {
            ReadAvailability(topic, in payload, configs, sink);
            ReadStates(topic, in payload, sink, ref faults);
        }
        else
        {
            var text = Encoding.UTF8.GetString(payload.Topic);
            if (HaConfigTopic.Parse(text) is { } config)
                ReadConfig(config, text, in payload, configs, ref faults);
            else if (configs.IsNews(text))
                faults.Add(QuarantineReason.Topic, $"No config of '{payload.Address.Device}' names topic '{text}'; later messages under it are passed over until one does.");
        }

        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    internal static bool Is(HaValue value, string state) => Ascii.EqualsIgnoreCase(value.Text, state);

    private void ReadConfig(HaConfigTopic parsed, string topic, in InboundPayload payload, HaConfigs configs, ref PayloadFaults faults)
    {
        if (!configs.Put(parsed, topic, payload.Bytes, ref faults))
            return;
        foreach (var entity in configs.Of(topic))
        {
            if (entity.StateTopic is null)
                continue;
            if (entity.Resolve(facts, payload.Address) is not { } binding)
                faults.Add(QuarantineReason.UnknownDevice, Unknown(entity, payload.Address));
            else if (binding is { Quantity: null, Event: null } && !entity.IsDiagnostic && facts.Map(binding.Device, entity.ObjectId) is null)
                faults.Add(
                    QuarantineReason.UnknownQuantity,
                    $"Entity '{entity.ObjectId}' (device class '{entity.DeviceClass}', unit '{entity.Unit}') means no quantity of class '{binding.Device.Class}'; map '{entity.ObjectId}' to one.");
        }
    }

    private void ReadAvailability(HaTopic topic, in InboundPayload payload, HaConfigs configs, IDecodedSink sink)
    {
        foreach (var (entity, availability) in topic.Availability)
        {
            if (!availability.Template.TryRead(payload.Bytes, out var value))
                continue;
            if (Is(value, availability.Available))
                topic.Last = true;
            else if (Is(value, availability.NotAvailable))
                topic.Last = false;
            else
                continue;
            if (entity.Resolve(facts, payload.Address) is not { } binding)
                continue;
            var isOnline = entity.AvailabilityMode switch
            {
                "all" => entity.Availability.All(a => Last(configs, a) == true),
                "any" => entity.Availability.Any(a => Last(configs, a) == true),
                _ => topic.Last == true,
            };
            if (configs.SetOnline(binding.Device.Device, isOnline))
                sink.OnStatus(binding.Device, isOnline);
        }
    }

    private static bool? Last(HaConfigs configs, HaAvailability availability) => configs.Find(Encoding.UTF8.GetBytes(availability.Topic))?.Last;

    /// <summary>All values under one topic are one message a device.</summary>
    private void ReadStates(HaTopic topic, in InboundPayload payload, IDecodedSink sink, ref PayloadFaults faults)
    {
        var entities = topic.States;
        for (var i = 0; i < entities.Count; i++)
        {
            if (entities[i].Resolve(facts, payload.Address) is not { } first)
            {
                faults.Add(QuarantineReason.UnknownDevice, Unknown(entities[i], payload.Address));
                continue;
            }

            if (IsEarlier(entities, i, first.Device, payload.Address))
                continue;
            var draft = DraftBuffer.NewDraft(payload.Digest, i);
            draft.Date(TimestampState.Absent, 0);
            for (var j = i; j < entities.Count; j++)
            {
                if (entities[j].Resolve(facts, payload.Address) is { } binding && binding.Device == first.Device)
                    ReadState(entities[j], binding, in payload, sink, ref draft, ref faults);
            }

            draft.DropHalves(ClassTable.Of(first.Device.Class), ref faults);
            if (draft.Count > 0)
                sink.OnTelemetry(draft.Finish(in payload, first.Device));
        }
    }

    private bool IsEarlier(List<HaEntity> entities, int index, DeviceAddress device, DeviceAddress carrier)
    {
        for (var i = 0; i < index; i++)
        {
            if (entities[i].Resolve(facts, carrier)?.Device == device)
                return true;
        }

        return false;
    }

    private void ReadState(HaEntity entity, HaBinding binding, in InboundPayload payload, IDecodedSink sink, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var isMapped = facts.Map(binding.Device, entity.ObjectId) is not null;
        if (!isMapped && binding is { Quantity: null, Event: null })
            return; // Told when its config came.
        if (!entity.Template.TryRead(payload.Bytes, out var value))
        {
            faults.Add(QuarantineReason.BadValue, $"The template of '{entity.ObjectId}' cannot be applied to this payload.");
            return;
        }

        if (value.IsMissing || value.Text.IsEmpty || Is(value, "unknown") || Is(value, "unavailable") || Is(value, "none"))
            return;
        var scope = new FieldScope { Address = binding.Device, Class = ClassTable.Of(binding.Device.Class), Map = facts.Map, Bytes = default };
        var field = isMapped ? entity.ObjectId : binding.Quantity ?? "";
        var (scale, offset) = isMapped ? (1, 0) : (binding.Scale, binding.Offset);
        if (entity.IsBinary)
        {
            var isOn = Is(value, entity.On);
            if (!isOn && !Is(value, entity.Off))
                faults.Add(QuarantineReason.BadValue, $"State '{Encoding.UTF8.GetString(value.Text)}' of '{entity.ObjectId}' is neither '{entity.On}' nor '{entity.Off}'.");
            else if (field.Length > 0)
                FieldIntake.Take(field, isOn ? 1 : 0, in scope, ref draft, ref faults);
            else
                SafetyValues.Say(isOn, binding.Event!, binding.Device, payload.ReceivedAtMs, payload.ReceivedAtMs, Quality.ServerTime, sink);
        }
        else if (value.TryNumber(out var number))
        {
            FieldIntake.Take(field, offset == 0 ? number * scale : Math.Round((number * scale) + offset, OffsetDecimals), in scope, ref draft, ref faults);
        }
        else
        {
            FieldIntake.Take(field, Encoding.UTF8.GetString(value.Text), in scope, ref draft, ref faults);
        }
    }

    private static string Unknown(HaEntity entity, DeviceAddress carrier) =>
        $"No device is enrolled with one of the aliases '{string.Join("', '", entity.Identifiers)}' behind '{carrier.Device}' (entity '{entity.ObjectId}').";
}
