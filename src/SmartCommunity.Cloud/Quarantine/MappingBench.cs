using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.ThingsBoard;
using SmartCommunity.Telemetry.Dialects.VendorJson;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>Reads a payload as a gateway would and says what it found. Stores nothing. Thread-safe.</summary>
public sealed class MappingBench(RegistryStore registry, EnrolmentIndex index, GatewayEnrolment gateways, TimeProvider time)
{
    /// <summary>Largest payload, in bytes, as a gateway takes it by default.</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    private const int MaxTopicBytes = 512;
    private const string TrialProfile = "bench";
    private const string TrialDevice = "bench-device";

    private readonly FieldMappings _mappings = new(registry, index, gateways);

    /// <summary>What becomes of the payload, or what is wrong with the request.</summary>
    public async Task<Outcome<BenchReport>> ReadAsync(BenchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var faults = new List<Fault>();
        var facts = await RegistryFacts.ReadAsync(registry, _mappings, index, cancellationToken);
        var (sender, dialect) = Sender(request, faults);
        var trial = new TrialFacts(facts) { Assumed = Profile(request, dialect, facts, ref sender, faults) };
        var payload = Payload(request, faults);
        var reader = new DialectSet(trial).Find(dialect);
        if (reader is null && faults.Count == 0)
            Add(faults, "dialect", $"dialect '{dialect}' cannot be read by itself; it needs a connection.");
        var topic = Topic(request, reader, sender, faults);
        if (faults.Count > 0)
            return faults.ToArray();
        var receivedAtMs = (request.ReceivedAt ?? time.GetUtcNow()).ToUnixTimeMilliseconds();
        return Report(reader!.Code, topic, PayloadReader.Read(reader, sender, topic, payload, receivedAtMs), trial);
    }

    private (PayloadSender Sender, string Dialect) Sender(BenchRequest request, List<Fault> faults)
    {
        var enrolment = string.IsNullOrEmpty(request.Device) ? null : index.Find(request.Device);
        if (string.IsNullOrEmpty(request.Class) && enrolment is null)
            Add(faults, "device", $"No device '{request.Device}' is enrolled; name one that is, or say class and community.");
        else if (!string.IsNullOrEmpty(request.Class) && DeviceClassCatalogue.Current.Find(request.Class) is null)
            Add(faults, "class", $"class '{request.Class}' is not in the device catalogue.");
        else if (enrolment is null && !Identifier.IsValid(request.Community))
            Add(faults, "community", Identifier.Fault("community", request.Community));
        if (!string.IsNullOrEmpty(request.Device) && !Identifier.IsValid(request.Device))
            Add(faults, "device", Identifier.Fault("device", request.Device));
        var dialect = !string.IsNullOrEmpty(request.Dialect) ? request.Dialect : enrolment?.Dialect ?? DialectCode.Native;
        if (!DialectCode.IsKnown(dialect))
            Add(faults, "dialect", $"dialect '{dialect}' is not one of: {string.Join(", ", DialectCode.All)}.");
        var address = new DeviceAddress(
            Or(request.Community, enrolment?.Community, ""), Or(request.Class, enrolment?.Class, ""), Or(request.Device, enrolment?.Device, TrialDevice));
        return (new PayloadSender(address, Or(request.Profile, enrolment?.Profile, "")), dialect);
    }

    private static DialectProfile? Profile(BenchRequest request, string dialect, RegistryFacts facts, ref PayloadSender sender, List<Fault> faults)
    {
        if (!DialectCode.NeedsProfile(dialect))
            return null;
        if (request.ProfileBody is { ValueKind: not JsonValueKind.Undefined } body)
        {
            var text = body.GetRawText();
            faults.AddRange(ProfileCheck.Faults(dialect, text).Select(fault => new Fault(FaultKind.Invalid, "profileBody", fault)));
            sender = sender with { Profile = TrialProfile };
            return new DialectProfile(TrialProfile, dialect, text);
        }

        if (sender.Profile.Length == 0)
            Add(faults, "profile", $"profile is missing; dialect {dialect} needs one. Name an existing one, or give profileBody.");
        else if (facts.Profile(sender.Profile) is not { } known)
            Add(faults, "profile", $"profile '{sender.Profile}' does not exist.");
        else if (known.Kind != dialect)
            Add(faults, "profile", $"profile '{sender.Profile}' is of kind {known.Kind}, the dialect is {dialect}.");
        return null;
    }

    private static byte[] Payload(BenchRequest request, List<Fault> faults)
    {
        if (new[] { request.Text, request.Hex, request.Base64 }.Count(p => p is not null) != 1)
        {
            Add(faults, "text", "Give exactly one of text, hex and base64.");
            return [];
        }

        var (field, bytes) = request switch
        {
            { Text: { } text } => ("text", Encoding.UTF8.GetBytes(text)),
            { Hex: { } hex } => ("hex", FromHex(hex)),
            _ => ("base64", FromBase64(request.Base64!)),
        };
        if (bytes is null)
            Add(faults, field, field == "hex" ? "hex must be an even number of hexadecimal digits." : "base64 is not base64.");
        else if (bytes.Length > MaxPayloadBytes)
            Add(faults, field, $"The payload has {bytes.Length} bytes, more than the limit of {MaxPayloadBytes}.");
        return bytes ?? [];
    }

    private static byte[]? FromHex(string hex)
    {
        var digits = string.Concat(hex.Where(c => !char.IsWhiteSpace(c)));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    private static byte[]? FromBase64(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static string Topic(BenchRequest request, IDialect? dialect, PayloadSender sender, List<Fault> faults)
    {
        if (!string.IsNullOrEmpty(request.Topic))
        {
            if (Encoding.UTF8.GetByteCount(request.Topic) > MaxTopicBytes)
                Add(faults, "topic", $"topic has more than the limit of {MaxTopicBytes} bytes.");
            return request.Topic;
        }

        var topic = dialect switch
        {
            NativeDialect => new NativeTopic(sender.Address, TopicKind.Telemetry).ToString(),
            ThingsBoardDialect => ThingsBoardTopics.Telemetry,
            VendorJsonDialect vendor => vendor.TopicOf(sender.Address.Device, sender.Profile),
            _ => null,
        };
        if (topic is null && faults.Count == 0)
            Add(faults, "topic", "topic is missing; this dialect has no topic of its own for measurements.");
        return topic ?? "";
    }

    private static BenchReport Report(string dialect, string topic, PayloadReading reading, TrialFacts trial) => new(
        dialect, topic, reading.IsClean, reading.Reason, reading.Detail,
        [.. from message in reading.Messages from value in message.Values select View(message, value.Quantity, value.Value)],
        [.. reading.Events.Select(e => new BenchEvent(e.Address.Device, e.Type, e.EventId, At(e.AtMs), (int)e.Quality, e.DataJson))],
        [.. reading.Statuses.Select(s => new BenchStatus(s.Device.Device, s.Online))],
        trial.Unknown);

    private static BenchMeasurement View(PayloadMessage message, string name, double value)
    {
        var quantity = QuantityCatalogue.Default.Find(name)!;
        var code = quantity.Codes.FirstOrDefault(c => c.Value == value).Key;
        return new BenchMeasurement(message.Address.Device, message.Address.Class, name, value, quantity.Unit, code, At(message.AtMs), (int)message.Quality);
    }

    private static string Or(string? given, string? known, string otherwise) => !string.IsNullOrEmpty(given) ? given : known ?? otherwise;

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static void Add(List<Fault> faults, string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
}
