using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Cloud.Notify;

/// <summary>
/// Reads <c>channels.json</c>: <c>{"jitterSeed": 1, "channels": [{"kind": "webhook", "name": "desk", …}]}</c>. Every fault of every channel is told at once, by field; a value is never repeated
/// where it may be a secret.
/// </summary>
internal static class ChannelsFile
{
    /// <summary>Its name in the data folder.</summary>
    internal const string FileName = "channels.json";

    /// <summary>Most channels: a robot for each office of a district, and room.</summary>
    private const int MaxChannels = 200;

    private const int MaxBytes = 1024 * 1024; // Two hundred channels with their templates.

    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The channels of the file, in its order, and the seed of the jitter (null = any).</summary>
    /// <exception cref="ArgumentException">The file has faults; the message lists them all.</exception>
    internal static (IReadOnlyList<ChannelSettings> Channels, int? JitterSeed) Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new ArgumentException($"'{path}' is larger than the limit of {MaxBytes} bytes.", nameof(path));
        var (channels, seed, faults) = Parse(File.ReadAllBytes(path));
        return faults.Count == 0
            ? (channels, seed)
            : throw new ArgumentException(string.Join(Environment.NewLine, faults.Select(fault => $"{Path.GetFileName(path)}: {fault}")), nameof(path));
    }

    /// <summary>The channels that can be read, and every fault.</summary>
    internal static (IReadOnlyList<ChannelSettings> Channels, int? JitterSeed, IReadOnlyList<string> Faults) Parse(ReadOnlySpan<byte> json)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException fault)
        {
            return ([], null, [$"is no JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."]);
        }

        var faults = new List<string>();
        var channels = new List<ChannelSettings>();
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("channels", out var list) || list.ValueKind != JsonValueKind.Array)
            return ([], null, ["must be an object with an array 'channels'."]);
        faults.AddRange(root.EnumerateObject().Select(p => p.Name).Where(name => name is not ("channels" or "jitterSeed")).Select(name => $"'{name}' is no field; there are channels, jitterSeed."));
        if (list.GetArrayLength() > MaxChannels)
            faults.Add($"channels holds {list.GetArrayLength()}; at most {MaxChannels}.");
        foreach (var (index, element) in list.EnumerateArray().Index())
            Add(channels, faults, $"channels[{index}]", element);
        foreach (var twice in channels.GroupBy(static channel => channel.Name).Where(static group => group.Key is not null && group.Count() > 1))
            faults.Add($"name '{twice.Key}' stands {twice.Count()} times; once is the limit.");
        if (channels.Any(static channel => channel.Name == InAppSettings.ChannelName))
            faults.Add($"name '{InAppSettings.ChannelName}' is that of the console, which is always there.");
        return (channels, SeedOf(root, faults), faults);
    }

    private static int? SeedOf(JsonElement root, List<string> faults)
    {
        if (!root.TryGetProperty("jitterSeed", out var seed))
            return null;
        if (seed.ValueKind == JsonValueKind.Number && seed.TryGetInt32(out var value))
            return value;
        faults.Add($"jitterSeed must be an integer from {int.MinValue} to {int.MaxValue}.");
        return null;
    }

    private static void Add(List<ChannelSettings> channels, List<string> faults, string at, JsonElement element)
    {
        var kind = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kind", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        try
        {
            ChannelSettings? channel = kind switch
            {
                "webhook" => element.Deserialize<WebhookSettings>(_strict),
                "email" => element.Deserialize<EmailSettings>(_strict),
                "dingtalk" => element.Deserialize<DingTalkSettings>(_strict),
                "wecom" => element.Deserialize<WeComSettings>(_strict),
                "sms" => element.Deserialize<SmsSettings>(_strict),
                _ => null,
            };
            if (channel is null)
            {
                faults.Add($"{at}.kind must be webhook, email, dingtalk, wecom or sms.");
                return;
            }

            channels.Add(channel);
            faults.AddRange(channel.Faults(at));
        }
        catch (JsonException fault)
        {
            // The serializer's text may repeat the value; the place is enough.
            var unknown = fault.Message.Contains("could not be mapped", StringComparison.Ordinal);
            faults.Add($"{at}{fault.Path?.TrimStart('$')} {(unknown ? "is no field of this kind" : "has the wrong type")}.");
        }
    }
}
