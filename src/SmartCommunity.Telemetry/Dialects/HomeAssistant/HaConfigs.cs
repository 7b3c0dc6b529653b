using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>All discovery configs of one carrier, and what its topics mean by them. Bounded. Not thread-safe.</summary>
internal sealed class HaConfigs
{
    /// <summary>Most configs of a carrier: a bridge with a hundred devices of ten entities.</summary>
    internal const int MaxConfigs = 1024;

    /// <summary>Largest config, in bytes: a device with thirty components.</summary>
    internal const int MaxConfigBytes = 32 * 1024;

    /// <summary>Topics without a config that are told; a bridge has a handful.</summary>
    private const int MaxToldTopics = 64;

    private const int MaxTopicChars = 256;

    private readonly Dictionary<string, Config> _configs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HaTopic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _online = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Called with every config that came or changed, and with an empty one when it was deleted, before the payload is acknowledged.</summary>
    internal Action<string, ReadOnlyMemory<byte>>? Changed { get; set; }

    internal IEnumerable<HaEntity> Entities => _configs.Values.SelectMany(c => c.Entities);

    /// <summary>What a topic means, or null when no config names it. Allocates nothing.</summary>
    internal HaTopic? Find(ReadOnlySpan<byte> topic)
    {
        Span<char> text = stackalloc char[MaxTopicChars];
        return topic.Length <= text.Length && Encoding.UTF8.TryGetChars(topic, text, out var length)
            && _topics.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var found)
                ? found
                : null;
    }

    /// <summary>True the first time a topic without a config is met, as long as there is room to remember it.</summary>
    internal bool IsNews(string topic) => _told.Count < MaxToldTopics && _told.Add(topic);

    /// <summary>Notes whether a device is there; true when that is new.</summary>
    internal bool SetOnline(string device, bool isOnline)
    {
        if (_online.TryGetValue(device, out var before) && before == isOnline)
            return false;
        _online[device] = isOnline;
        return true;
    }

    /// <summary>Takes a config; false when it is the same as before, which needs no telling.</summary>
    internal bool Put(HaConfigTopic parsed, string topic, ReadOnlySpan<byte> payload, ref PayloadFaults faults)
    {
        if (payload.IsEmpty)
        {
            if (_configs.Remove(topic))
                Settle(topic, default);
            return true;
        }

        if (_configs.TryGetValue(topic, out var before) && before.Payload.AsSpan().SequenceEqual(payload))
            return false;
        if (payload.Length > MaxConfigBytes || (before is null && _configs.Count >= MaxConfigs))
        {
            faults.Add(QuarantineReason.TooLarge, $"A carrier has at most {MaxConfigs} configs of at most {MaxConfigBytes} bytes; this one has {payload.Length} and was not kept.");
            return true;
        }

        var bytes = payload.ToArray();
        _configs[topic] = new Config(bytes, HaConfigReader.Read(parsed, bytes, ref faults));
        Settle(topic, bytes);
        return true;
    }

    /// <summary>The entities that a config told last.</summary>
    internal IReadOnlyList<HaEntity> Of(string topic) => _configs.TryGetValue(topic, out var config) ? config.Entities : [];

    private void Settle(string topic, ReadOnlyMemory<byte> payload)
    {
        var before = new Dictionary<string, HaTopic>(_topics, StringComparer.Ordinal);
        _topics.Clear();
        foreach (var entity in Entities)
        {
            if (entity.StateTopic is { } state)
                TopicOf(state).States.Add(entity);
            foreach (var availability in entity.Availability)
                TopicOf(availability.Topic).Availability.Add((entity, availability));
        }

        foreach (var (name, now) in _topics)
            now.Last = before.GetValueOrDefault(name)?.Last;
        Changed?.Invoke(topic, payload);
    }

    private HaTopic TopicOf(string name)
    {
        if (!_topics.TryGetValue(name, out var topic))
            _topics[name] = topic = new HaTopic();
        return topic;
    }

    private sealed record Config(byte[] Payload, List<HaEntity> Entities);
}

/// <summary>What one topic carries: states of entities, and whether entities are there.</summary>
internal sealed class HaTopic
{
    internal List<HaEntity> States { get; } = [];

    internal List<(HaEntity Entity, HaAvailability Availability)> Availability { get; } = [];

    /// <summary>What it said last of being there; null: nothing yet.</summary>
    internal bool? Last { get; set; }
}
