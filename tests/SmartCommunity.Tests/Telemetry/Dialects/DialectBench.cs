using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>Facts that a test states: what one carrier carries, and the profiles there are.</summary>
internal sealed class StatedFacts : IDeviceFacts
{
    internal Dictionary<string, DeviceAddress> Carried { get; init; } = new(StringComparer.Ordinal);

    internal Dictionary<string, DialectProfile> Profiles { get; init; } = new(StringComparer.Ordinal);

    internal Dictionary<string, FieldConversion> Fields { get; init; } = new(StringComparer.Ordinal);

    public FieldConversion? Map(DeviceAddress address, string field) => Fields.TryGetValue(field, out var conversion) ? conversion : null;

    public DeviceAddress? FindCarried(string carrier, string alias) => carrier == Bench.Sender && Carried.TryGetValue(alias, out var address) ? address : null;

    public DialectProfile? Profile(string name) => Profiles.GetValueOrDefault(name);
}

/// <summary>Reads payloads of one sender, and writes down what was read, a line each.</summary>
internal static class Bench
{
    internal const long ReceivedAtMs = 1_764_000_000_000;
    internal const string Sender = "gw-1";
    internal const string Profile = "p";

    internal static PayloadReading Read(IDialect dialect, string @class, string topic, string payload) => Read(dialect, @class, topic, Encoding.UTF8.GetBytes(payload));

    internal static PayloadReading Read(IDialect dialect, string @class, string topic, byte[] payload) =>
        PayloadReader.Read(dialect, new PayloadSender(new DeviceAddress("baihe", @class, Sender), Profile), topic, payload, ReceivedAtMs);

    internal static DeviceAddress Device(string @class, string id) => new("baihe", @class, id);

    internal static StatedFacts WithProfile(string body) => new() { Profiles = { [Profile] = new DialectProfile(Profile, DialectCode.VendorJson, body) } };

    /// <summary><c>device quantity value at quality</c>, <c>event device type id at</c>, <c>status device online</c>.</summary>
    internal static IEnumerable<string> Lines(PayloadReading reading) =>
    [
        .. from message in reading.Messages
           from value in message.Values
           select FormattableString.Invariant($"{message.Address.Device} {value.Quantity} {Math.Round(value.Value, 6)} {message.AtMs} {(int)message.Quality}"),
        .. reading.Events.Select(e => $"event {e.Address.Device} {e.Type} {e.EventId} {e.AtMs} {(int)e.Quality}{(e.DataJson.Length == 0 ? "" : " " + e.DataJson)}"),
        .. reading.Statuses.Select(s => $"status {s.Device.Device} {s.Online}"),
        .. reading.Reason is null ? [] : new[] { $"quarantine {reading.Reason}" },
    ];
}
