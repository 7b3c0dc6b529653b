using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>
/// Takes the metrics of one message of one node or device. Metrics of the same instant make one message, in payload order; one that is not accepted costs itself. Pure but for the births
/// it fills.
/// </summary>
internal readonly ref struct MetricIntake
{
    internal required IDeviceFacts Facts { get; init; }

    internal required SparkplugBirths? Births { get; init; }

    internal required bool IsBirth { get; init; }

    /// <summary>Sparkplug device id, empty for the node itself.</summary>
    internal required string Id { get; init; }

    internal required DeviceAddress Device { get; init; }

    /// <summary>True: a metric cannot be understood without a new birth.</summary>
    internal bool Read(in SparkplugHeader header, in InboundPayload payload, IDecodedSink sink, ref PayloadFaults faults)
    {
        var scope = new FieldScope { Address = Device, Class = ClassTable.Of(Device.Class), Map = Facts.Map, Bytes = default };
        var needsRebirth = false;
        ulong? instant = null;
        var position = 0;
        var draft = DraftBuffer.NewDraft(payload.Digest, position);
        var reader = new ProtoReader(payload.Bytes);
        while (reader.Next())
        {
            if (reader.Field != SparkplugField.PayloadMetric)
                continue;
            if (!reader.IsBytes || !SparkplugMetric.TryRead(reader.Bytes, out var metric))
            {
                faults.Add(QuarantineReason.Malformed, "A metric's protobuf is broken.");
                continue;
            }

            if (NameOf(in metric, ref faults, ref needsRebirth) is not { } name || metric.IsNull || IsOfProtocol(name.Name))
                continue;
            var at = metric.Timestamp ?? header.Timestamp;
            if (at != instant && draft.Count > 0)
            {
                draft.DropHalves(scope.Class, ref faults);
                if (draft.Count > 0)
                    sink.OnTelemetry(draft.Finish(in payload, Device));
                draft = DraftBuffer.NewDraft(payload.Digest, ++position);
            }

            instant = at;
            draft.Date(at is null ? TimestampState.Absent : TimestampState.Read, EpochOf(at));
            if (!TryRaise(name, in metric, at, in payload, in scope, sink))
                Take(name, in metric, in scope, ref draft, ref faults);
        }

        draft.DropHalves(scope.Class, ref faults);
        if (draft.Count > 0)
            sink.OnTelemetry(draft.Finish(in payload, Device));
        return needsRebirth;
    }

    private SparkplugName? NameOf(in SparkplugMetric metric, ref PayloadFaults faults, ref bool needsRebirth)
    {
        if (metric.Name.IsEmpty)
        {
            if (!IsBirth && metric.Alias is { } alias && Births?.ByAlias(alias) is { } known)
                return known;
            needsRebirth |= Births is not null && !IsBirth;
            faults.Add(
                IsBirth ? QuarantineReason.Shape : QuarantineReason.BeforeBirth,
                metric.Alias is { } told && !IsBirth ? $"Alias {told} was told by no birth that is known here." : "A metric has no name.");
            return null;
        }

        if (metric.Name.Length > SparkplugBirths.MaxNameBytes)
        {
            faults.Add(QuarantineReason.Shape, $"A metric's name has {metric.Name.Length} bytes, more than the limit of {SparkplugBirths.MaxNameBytes}.");
            return null;
        }

        if (!IsBirth && Births?.ByName(Id, metric.Name) is { } born)
            return born;
        var name = SparkplugName.Of(metric.Name, metric.Type, metric.Alias);
        if (IsBirth && Births?.Add(Id, name) == false)
            faults.Add(QuarantineReason.Shape, $"The births of this node tell more than {SparkplugBirths.MaxMetrics} metrics; '{name.Name}' is not kept.");
        return name;
    }

    /// <summary>A boolean metric that is called like an event of the class, and is no quantity, is that event when it becomes true.</summary>
    private bool TryRaise(SparkplugName name, in SparkplugMetric metric, ulong? at, in InboundPayload payload, in FieldScope scope, IDecodedSink sink)
    {
        if (metric.ValueField != SparkplugField.Boolean || !scope.Class.Raises(name.Last) || QuantityCatalogue.Default.IndexOf(name.Last) >= 0)
            return false;
        var (atMs, flag) = PayloadTime.Settle(at is null ? TimestampState.Absent : TimestampState.Read, EpochOf(at), payload.ReceivedAtMs);
        SafetyValues.Say(metric.IsTrue, name.Last, Device, atMs, payload.ReceivedAtMs, flag, sink);
        return true;
    }

    private void Take(SparkplugName name, in SparkplugMetric metric, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var type = metric.Type == SparkplugType.Unknown ? name.Type : metric.Type;
        if (metric.ValueField == 0)
            return; // Data sets, templates, bytes and files hold no measurement.
        if (metric.ValueField == SparkplugField.Text)
            FieldIntake.Take(FieldOf(name, in scope), Encoding.UTF8.GetString(metric.Text), in scope, ref draft, ref faults);
        else if (metric.TryNumber(type, out var number))
            FieldIntake.Take(FieldOf(name, in scope), number, in scope, ref draft, ref faults);
        else
            faults.Add(QuarantineReason.Shape, $"'{name.Name}' is an integer without a datatype; its birth tells it.");
    }

    /// <summary>A quantity or a mapped field by its whole name, else by the last part of its path.</summary>
    private string FieldOf(SparkplugName name, in FieldScope scope)
    {
        if (QuantityCatalogue.Default.IndexOf(name.Name) >= 0 || Facts.Map(scope.Address, name.Name) is not null)
            return name.Name;
        var index = QuantityCatalogue.Default.IndexOf(name.Last);
        return (index >= 0 && scope.Class.Reports(index)) || Facts.Map(scope.Address, name.Last) is not null ? name.Last : name.Name;
    }

    /// <summary>Metrics that the protocol and its customs keep for themselves: no quantities, and no fault.</summary>
    private static bool IsOfProtocol(string name) =>
        name == "bdSeq" || name.StartsWith("Node Control/", StringComparison.Ordinal) || name.StartsWith("Device Control/", StringComparison.Ordinal)
        || name.StartsWith("Properties/", StringComparison.Ordinal) || name.StartsWith("Node Info/", StringComparison.Ordinal);

    /// <summary>A time beyond any clock stays beyond: the clock check refuses it.</summary>
    private static long EpochOf(ulong? at) => (long)Math.Min(at ?? 0, long.MaxValue);
}
