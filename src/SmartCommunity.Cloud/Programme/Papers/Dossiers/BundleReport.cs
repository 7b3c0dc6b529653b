using SmartCommunity.Programme;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>What a bundle's verification found. It is sound when nothing was found and every indicator passes.</summary>
public sealed record BundleReport
{
    /// <summary>It begins with a manifest, or a directory leads to one: there is something to verify.</summary>
    public bool IsDossier { get; init; } = true;

    /// <summary>What it says it is of; null when that cannot be read.</summary>
    public BundleManifest? Manifest { get; init; }

    /// <summary>The signature is of this manifest, by the key in the bundle.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Fingerprint of that key; empty when there is none.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Whether it is the fingerprint the reviewer expects; null when none was given.</summary>
    public bool? IsExpectedKey { get; init; }

    /// <summary>Every file in its order, and whether it is what the manifest says.</summary>
    public IReadOnlyList<FileVerdict> Files { get; init; } = [];

    /// <summary>Every indicator in the standard's order, recomputed from log and pack of the bundle.</summary>
    public IReadOnlyList<IndicatorVerdict> Indicators { get; init; } = [];

    /// <summary>What does not fit, in the order it was met.</summary>
    public IReadOnlyList<BundleFinding> Findings { get; init; } = [];

    /// <summary>Everything fits.</summary>
    public bool IsSound => Manifest is not null && IsSigned && IsExpectedKey != false && Findings.Count == 0 && Indicators.Count > 0 && Indicators.All(static i => i.Passed) && Files.All(static f => f.Passed);
}

/// <summary>A file of the bundle.</summary>
public sealed record FileVerdict(string Path, long Bytes, bool Passed);

/// <summary>Something that does not fit.</summary>
/// <param name="Where">A file's path; <c>zip: …</c> for what stands between the files.</param>
/// <param name="From">First byte it may lie in: of the file, or of the zip for what stands between the files.</param>
/// <param name="To">First byte after it.</param>
/// <param name="What">What is wrong.</param>
public sealed record BundleFinding(string Where, long From, long To, string What);

/// <summary>An indicator: whether log and pack give what the bundle says, and what that is.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its name.</param>
/// <param name="IsStandard">It belongs to a standard scenario (标配).</param>
/// <param name="Passed">Recomputed, it is what the bundle says.</param>
/// <param name="Points">Recomputed points; null when nothing could be recomputed.</param>
/// <param name="MaxPoints">Points it could give.</param>
/// <param name="Differences">What differs, a sentence each.</param>
public sealed record IndicatorVerdict(string Code, Words Title, bool IsStandard, bool Passed, double? Points, double MaxPoints, IReadOnlyList<string> Differences);
