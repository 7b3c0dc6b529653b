using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// Photos that people add to what they do about an alert. They lie with the documents of evidence: named by their SHA-256, readable by their owner only, never changed. A photo is handed in first and
/// then named by the action; it is shown with the alert whose action names it, and nowhere else. Thread-safe.
/// </summary>
public sealed class AlertPhotos(EvidenceFiles files, AlertLedger ledger)
{
    /// <summary>What every browser shows.</summary>
    private static readonly DocumentKind[] _kinds = [.. DocumentKind.All.Where(static k => k.MediaType is "image/jpeg" or "image/png" or "image/webp")];

    /// <summary>Names of the kinds taken, for messages.</summary>
    public static string Kinds { get; } = string.Join(", ", _kinds.SelectMany(static k => k.Endings));

    /// <summary>Takes a photo in: an image by its content, at most <see cref="EvidenceFiles.MaxBytes"/>. When this returns it is on disk.</summary>
    public async Task<Outcome<AlertPhotoView>> TakeAsync(string alert, Stream content, CancellationToken cancellationToken)
    {
        if (ledger.Find(alert) is null)
            return AlertDesk.Unknown(alert);
        var staged = await files.StageAsync(content, cancellationToken);
        if (!staged.Succeeded)
            return staged.Faults.ToArray();
        var photo = staged.Value!;
        try
        {
            if (KindOf(photo.Path) is not { } kind)
                return FactCheck.Invalid("file", $"The file is no photo; allowed are: {Kinds}.");
            files.Keep(photo);
            return new AlertPhotoView(photo.Sha256, photo.Bytes, kind.MediaType);
        }
        finally
        {
            EvidenceFiles.Discard(photo);
        }
    }

    /// <summary>A photo of one of the alert's steps, checked against its hash. The caller disposes the stream.</summary>
    public Outcome<(string MediaType, Stream Content)> Open(string alert, string sha256)
    {
        if (ledger.Find(alert) is null)
            return AlertDesk.Unknown(alert);
        if (!ledger.Transitions(alert).Any(t => t.PhotoSha256.Length > 0 && t.PhotoSha256 == sha256))
            return new Fault(FaultKind.NotFound, "sha256", $"No step of alert '{FactCheck.Short(alert)}' has the photo '{FactCheck.Short(sha256)}'.");
        if (files.Open(sha256) is not { } content)
            return new Fault(FaultKind.Unavailable, "sha256", $"The photo {sha256} is missing or damaged on disk; restore it from a backup.");
        var kind = _kinds.FirstOrDefault(k => k.Fits(content));
        content.Position = 0;
        return (kind?.MediaType ?? "application/octet-stream", content);
    }

    /// <summary>True when a photo of that hash was handed in and is whole.</summary>
    internal bool Has(string sha256)
    {
        using var content = files.Open(sha256);
        return content is not null && _kinds.Any(k => k.Fits(content));
    }

    private static DocumentKind? KindOf(string path)
    {
        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return _kinds.FirstOrDefault(k => k.Fits(content));
    }
}
