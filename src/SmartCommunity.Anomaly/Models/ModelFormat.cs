using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Anomaly.Models;

/// <summary>
/// Learned models as files: a first line <c>MAGIC FORMAT SHA256</c>, the hash being of all that follows, then JSON. The hash finds damage, not intent: take model files only from whom you would take a program.
/// </summary>
/// <param name="what">What it is a model of, for messages: <c>fall model</c>.</param>
/// <param name="magic">First word of the file.</param>
/// <param name="format">Number of the layout.</param>
internal sealed class ModelFormat(string what, string magic, string format)
{
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

    internal byte[] Write<T>(T model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var content = JsonSerializer.SerializeToUtf8Bytes(model, _json);
        return [.. Encoding.ASCII.GetBytes($"{magic} {format} {Hash(content)}\n"), .. content];
    }

    /// <summary>The model, or in one sentence why there is none in the file.</summary>
    internal (T? Model, string? Fault) Read<T>(ReadOnlySpan<byte> file)
        where T : class
    {
        var end = file[..Math.Min(file.Length, HeadBytesMax)].IndexOf((byte)'\n');
        var head = end < 0 ? [] : Encoding.ASCII.GetString(file[..end]).Split(' ');
        if (head.Length != HeadParts || head[0] != magic)
            return (null, $"is no {what}: it does not begin with '{magic}'.");
        if (head[1] != format)
            return (null, $"is of format {head[1]}; this program reads {format}. Train it again.");
        var content = file[(end + 1)..];
        if (Hash(content) != head[2])
            return (null, "is damaged: its content does not have the SHA-256 of its first line.");
        try
        {
            return JsonSerializer.Deserialize<T>(content, _json) is { } model ? (model, null) : (null, "holds no model: its content is null.");
        }
        catch (JsonException fault)
        {
            return (null, $"holds no model this program can read: {fault.Message}");
        }
    }

    /// <summary>Day of training and the beginning of the SHA-256 of what a model comes from.</summary>
    internal static string Version(DateTimeOffset at, FormattableString from)
    {
        const int Digits = 8; // Enough to tell the models of a day apart.
        return FormattableString.Invariant($"{at.UtcDateTime:yyyy.MM.dd}-{Hash(Encoding.UTF8.GetBytes(FormattableString.Invariant(from)))[..Digits]}");
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
