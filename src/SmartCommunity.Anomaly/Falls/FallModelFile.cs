using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// A fall model as a file: a first line <c>smartcommunity-fall-model FORMAT SHA256</c>, the hash being of all that follows, then JSON with the classifier as base64. The hash finds damage, not intent:
/// take model files only from whom you would take a program.
/// </summary>
public static class FallModelFile
{
    private const string Magic = "smartcommunity-fall-model";
    private const string Format = "1";
    private const int HeadParts = 3;

    // Far above what a head needs: a foreign file is not searched to its end for one.
    private const int HeadBytesMax = 256;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(FallModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var content = JsonSerializer.SerializeToUtf8Bytes(model, _json);
        return [.. Encoding.ASCII.GetBytes($"{Magic} {Format} {Hash(content)}\n"), .. content];
    }

    /// <summary>The model, or in one sentence why there is none in the file.</summary>
    public static (FallModel? Model, string? Fault) Read(ReadOnlySpan<byte> file)
    {
        var end = file[..Math.Min(file.Length, HeadBytesMax)].IndexOf((byte)'\n');
        var head = end < 0 ? [] : Encoding.ASCII.GetString(file[..end]).Split(' ');
        if (head.Length != HeadParts || head[0] != Magic)
            return (null, $"is no fall model: it does not begin with '{Magic}'.");
        if (head[1] != Format)
            return (null, $"is a fall model of format {head[1]}; this program reads {Format}. Train it again.");
        var content = file[(end + 1)..];
        if (Hash(content) != head[2])
            return (null, "is damaged: its content does not have the SHA-256 of its first line.");
        try
        {
            return JsonSerializer.Deserialize<FallModel>(content, _json) is { } model ? Check(model) : (null, "holds no model: its content is null.");
        }
        catch (JsonException fault)
        {
            return (null, $"holds no model this program can read: {fault.Message}");
        }
    }

    private static (FallModel? Model, string? Fault) Check(FallModel model)
    {
        var features = FallFeature.All.Select(static f => f.Name).ToArray();
        if (model.Name != FallModel.ModelName)
            return (null, $"holds a model of '{model.Name}', not of '{FallModel.ModelName}'.");
        if (!model.Features.SequenceEqual(features))
            return (null, $"was trained on the features {string.Join(", ", model.Features)}; this program computes {string.Join(", ", features)}. Train it again.");
        if (!(model.Threshold is > 0 and < 1))
            return (null, FormattableString.Invariant($"has the threshold {model.Threshold}, which must lie between 0 and 1."));
        if (model.MeansOfFalls.Count != features.Length || model.MeansOfOthers.Count != features.Length)
            return (null, $"has means of {model.MeansOfFalls.Count} and {model.MeansOfOthers.Count} features instead of {features.Length}.");
        try
        {
            _ = FallScorer.Load(model.Classifier, model.Seed).Of(new float[features.Length]);
            return (model, null);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return (null, fault.Message);
        }
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
