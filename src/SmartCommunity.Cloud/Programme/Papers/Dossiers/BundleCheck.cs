using System.IO.Hashing;
using System.Text.Json;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>
/// Verifies a bundle without network and without trust in where it came from: signature, every byte of every file and between them, and the scores, recomputed from the bundle's own log by the bundle's own pack.
/// Sets packs and classes of this process to those of the bundle: for a process of its own.
/// </summary>
public static class BundleCheck
{
    /// <summary>Verifies.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="key">Fingerprint of the key it should be signed with; null when nobody said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<BundleReport> RunAsync(string path, string? key, CancellationToken cancellationToken)
    {
        using var file = new BundleFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        if (file.Heads() is not var (manifestBytes, signatureBytes))
            return new BundleReport { IsDossier = false, Findings = [new BundleFinding("zip: first header and directory", 0, file.Length, "This is no dossier: it does not begin with a manifest, and no directory leads to one.")] };
        var (report, findings) = (new BundleReport(), new List<BundleFinding>());
        report = await CheckSignatureAsync(report, manifestBytes, signatureBytes, findings, cancellationToken);
        report = report with { IsExpectedKey = key is null ? null : key == report.Fingerprint };
        if (report.IsExpectedKey == false)
            findings.Add(new BundleFinding(BundleManifest.SignaturePath, 0, signatureBytes.Length, $"It is signed by the key {report.Fingerprint}, not by {key}."));
        var (manifest, fault) = BundleFile.Json<BundleManifest>(manifestBytes);
        if ((manifest is null ? fault : ManifestFault(manifest)) is { Length: > 0 } unreadable)
        {
            // Where it lies was said already when the signature does not fit.
            if (report.IsSigned || findings.Count == 0)
                findings.Add(new BundleFinding(BundleManifest.ManifestPath, 0, manifestBytes.Length, $"The manifest cannot be used: {unreadable}."));
            return report with { Findings = findings };
        }

        if (manifest!.Key != report.Fingerprint)
            findings.Add(new BundleFinding(BundleManifest.ManifestPath, 0, manifestBytes.Length, $"The manifest names the key {manifest.Key}; the signature is by {report.Fingerprint}."));
        var places = await CheckBytesAsync(file, manifest, manifestBytes, signatureBytes, findings, cancellationToken);
        report = report with { Manifest = manifest, Files = [.. manifest.Files.Select(f => new FileVerdict(f.Path, f.Bytes, findings.TrueForAll(x => x.Where != f.Path)))] };
        var intact = report.Files.Where(static f => f.Passed).ToDictionary(static f => f.Path, f => places[f.Path], StringComparer.Ordinal);
        var indicators = LineageCheck.Run(manifest, p => intact.TryGetValue(p, out var place) ? file.Read(place.At, place.Bytes) : null, findings);
        return report with { Indicators = indicators, Findings = findings };
    }

    private static async Task<BundleReport> CheckSignatureAsync(BundleReport report, byte[] manifest, byte[] signatureBytes, List<BundleFinding> findings, CancellationToken cancellationToken)
    {
        var (signature, fault) = BundleFile.Json<BundleSignature>(signatureBytes);
        var (publicKey, signed) = (Bytes(signature?.PublicKey), Bytes(signature?.Signature));
        if (signature is null || publicKey is null || signed is null || !JsonSerializer.SerializeToUtf8Bytes(signature, BundleManifest.Json).AsSpan().SequenceEqual(signatureBytes)
            || signature.Algorithm != SigningKey.Algorithm || signature.Fingerprint != SigningKey.FingerprintOf(publicKey))
        {
            findings.Add(new BundleFinding(BundleManifest.SignaturePath, 0, signatureBytes.Length, $"The signature cannot be read{(signature is null ? $": {fault}" : ", or does not fit its key")}."));
            return report with { Fingerprint = publicKey is null ? "" : SigningKey.FingerprintOf(publicKey) };
        }

        report = report with { Fingerprint = signature.Fingerprint, IsSigned = SigningKey.IsSigned(manifest, signed, publicKey) };
        if (report.IsSigned)
        {
            var own = await BlockHashes.OfAsync(BundleManifest.ManifestPath, new MemoryStream(manifest, writable: false), manifest.Length, cancellationToken);
            if (signature.Manifest is { Blocks: not null } said && (said.Sha256 != own.Sha256 || said.Bytes != own.Bytes || said.Crc32 != own.Crc32 || said.Path != own.Path || said.BlockBytes != own.BlockBytes || !said.Blocks.SequenceEqual(own.Blocks)))
                findings.Add(new BundleFinding(BundleManifest.SignaturePath, 0, signatureBytes.Length, "Its hashes are not those of the manifest it signs."));
            return report;
        }

        var found = await BlockHashes.OfAsync(BundleManifest.ManifestPath, new MemoryStream(manifest, writable: false), manifest.Length, cancellationToken);
        var ranges = BlockHashes.Differences(signature.Manifest, found).ToList();
        if (found.Sha256 == signature.Manifest.Sha256 || ranges.Count == 0)
            findings.Add(new BundleFinding(BundleManifest.SignaturePath, 0, signatureBytes.Length, "The signature is not of this manifest."));
        else
            findings.AddRange(ranges.Select(static r => new BundleFinding(BundleManifest.ManifestPath, r.From, r.To, "These bytes are not those that were signed.")));
        return report;
    }

    /// <summary>Compares every byte with what the manifest settles; where each file's bytes begin.</summary>
    private static async Task<Dictionary<string, (long At, long Bytes)>> CheckBytesAsync(
        BundleFile file, BundleManifest manifest, byte[] manifestBytes, byte[] signatureBytes, List<BundleFinding> findings, CancellationToken cancellationToken)
    {
        BundledFile[] files =
        [
            new(BundleManifest.ManifestPath, manifestBytes.Length, Crc32.HashToUInt32(manifestBytes)), new(BundleManifest.SignaturePath, signatureBytes.Length, Crc32.HashToUInt32(signatureBytes)),
            .. manifest.Files.Select(static f => new BundledFile(f.Path, f.Bytes, BlockHashes.CrcOf(f))),
        ];
        var (at, places) = (0L, new Dictionary<string, (long At, long Bytes)>(StringComparer.Ordinal));
        foreach (var (one, listed) in files.Zip(manifest.Files.Prepend(null).Prepend(null)))
        {
            // The first two are what the headers were computed from; when the manifest is not the signed one, its header differs too, and says nothing new.
            Compare(file, at, BundleLayout.Header(one), $"zip: header of {one.Path}", findings);
            at += BundleLayout.HeaderLength(one.Path);
            places[one.Path] = (at, one.Bytes);
            if (listed is not null)
                findings.AddRange(Differences(listed, await file.HashAsync(listed.Path, at, listed.Bytes, cancellationToken)));
            at += one.Bytes;
        }

        var directory = BundleLayout.Directory(files);
        Compare(file, at, directory, "zip: directory", findings);
        if (file.Length > at + directory.Length)
            findings.Add(new BundleFinding("zip: end", at + directory.Length, file.Length, "These bytes belong to nothing."));
        return places;
    }

    private static IEnumerable<BundleFinding> Differences(ManifestFile listed, ManifestFile? found)
    {
        if (found is null)
            return [new BundleFinding(listed.Path, 0, listed.Bytes, "The bundle ends before this file does.")];
        if (found.Sha256 == listed.Sha256 && found.Crc32 == listed.Crc32)
            return [];
        var ranges = BlockHashes.Differences(listed, found).ToList();
        return ranges.Count > 0
            ? ranges.Select(r => new BundleFinding(listed.Path, r.From, r.To, $"These bytes are not those that were signed (SHA-256 of the file {found.Sha256}, should be {listed.Sha256})."))
            : [new BundleFinding(listed.Path, 0, listed.Bytes, $"Its SHA-256 is {found.Sha256}, should be {listed.Sha256}.")];
    }

    private static void Compare(BundleFile file, long at, byte[] expected, string where, List<BundleFinding> findings)
    {
        if (file.Read(at, expected.Length) is not { } found)
        {
            findings.Add(new BundleFinding(where, Math.Min(at, file.Length), file.Length, "The bundle ends before it should."));
            return;
        }

        var first = expected.AsSpan().CommonPrefixLength(found);
        if (first == expected.Length)
            return;
        var last = Enumerable.Range(first, expected.Length - first).Last(i => expected[i] != found[i]);
        findings.Add(new BundleFinding(where, at + first, at + last + 1, "These bytes are not those that follow from the manifest."));
    }

    /// <summary>Why a manifest cannot be walked; empty when it can. It may be a forged one.</summary>
    private static string ManifestFault(BundleManifest manifest)
    {
        if (manifest.Format != BundleManifest.CurrentFormat)
            return $"it has format {manifest.Format}; this version reads {BundleManifest.CurrentFormat}";
        if (manifest.Files.Count > BundleLayout.MaxFiles || manifest.Files.Any(static f => f is null || f.Bytes is < 0 or > BundleLayout.MaxBytes || f.BlockBytes != BlockHashes.BlockBytes(f.Bytes)) || manifest.Files.Sum(static f => f.Bytes) > BundleLayout.MaxBytes)
            return $"it lists more than {BundleLayout.MaxFiles} files or {BundleLayout.MaxBytes} bytes, or a file of impossible length";
        return manifest.Files.Select(static f => f.Path).Distinct(StringComparer.Ordinal).Count() == manifest.Files.Count ? "" : "it lists a path twice";
    }

    private static byte[]? Bytes(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }
}
