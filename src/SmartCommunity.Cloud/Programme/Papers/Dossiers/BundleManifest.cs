using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>The first file of a bundle: what it is of, and every other file by its hashes. The signature is of its bytes.</summary>
public sealed record BundleManifest
{
    /// <summary>Path of the manifest, and of its signature beside it.</summary>
    public const string ManifestPath = "manifest.json", SignaturePath = "signature.json";

    /// <summary>The form of bundles this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Names and enumerations in camelCase, Chinese as it is.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    public required int Format { get; init; }

    /// <summary>Version of the program that made it.</summary>
    public required string Program { get; init; }

    public required string Project { get; init; }

    public required Words Name { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>Fingerprint of the key it is signed with.</summary>
    public required string Key { get; init; }

    public required BundledScore Score { get; init; }

    /// <summary>The policy the project goes by.</summary>
    public required PolicyKey Policy { get; init; }

    /// <summary>The measure whose proof it is, which holds only that measure's evidence; null: an acceptance dossier.</summary>
    public string? Measure { get; init; }

    /// <summary>Last position of the programme's log it was made from.</summary>
    public required long ProgrammePosition { get; init; }

    /// <summary>Every other file but the signature, in the order they stand in.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
}

/// <summary>The score of a bundle, as the cloud had recorded it, and the part of the log it follows from.</summary>
/// <param name="FromPosition">The bundle's log begins after this position of the community's log, in the state that lies beside it; 0: with nothing.</param>
/// <param name="ToPosition">Last position, which the score is of.</param>
/// <param name="InstantMs">The instant the score is of, epoch milliseconds.</param>
/// <param name="Pack"><c>id@version</c> of the standard pack.</param>
/// <param name="PackHash">SHA-256 of the pack's file.</param>
/// <param name="InputHash">Hash over everything the score was computed from.</param>
/// <param name="ResultHash">Hash over the result.</param>
/// <param name="Total">Points of the scenarios.</param>
/// <param name="AcceptancePoints">Points of the acceptance.</param>
/// <param name="Verdict">What they say.</param>
public sealed record BundledScore(
    long FromPosition, long ToPosition, long InstantMs, string Pack, string PackHash, string InputHash, string ResultHash, double Total, double AcceptancePoints, Indicators.Scoring.Verdict Verdict);

/// <summary>A file by its hashes. The whole hash proves it; those of its blocks only say where a difference lies.</summary>
/// <param name="Path">Its path in the bundle.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Crc32">CRC-32, hexadecimal, as it stands in the zip.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
/// <param name="BlockBytes">Length of a block; the last may be shorter.</param>
/// <param name="Blocks">The first 8 bytes of each block's SHA-256, hexadecimal.</param>
public sealed record ManifestFile(string Path, long Bytes, string Crc32, string Sha256, int BlockBytes, IReadOnlyList<string> Blocks);

/// <summary>The second file of a bundle: the signature of the manifest's bytes.</summary>
/// <param name="Algorithm">See <see cref="SigningKey.Algorithm"/>.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, base64.</param>
/// <param name="Fingerprint">SHA-256 of the public key.</param>
/// <param name="Signature">Base64.</param>
/// <param name="Manifest">The manifest by its hashes, to say where a difference lies.</param>
public sealed record BundleSignature(string Algorithm, string PublicKey, string Fingerprint, string Signature, ManifestFile Manifest);
