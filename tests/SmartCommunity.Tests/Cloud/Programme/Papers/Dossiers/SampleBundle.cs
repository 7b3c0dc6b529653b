using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Tests.Cloud.Scoring;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Programme.Papers.Dossiers;

/// <summary>A bundle of a few hours of a community, made of the same parts as a dossier.</summary>
internal sealed class SampleBundle : IDisposable
{
    internal const int Measured = 60;

    internal static readonly byte[] Document = RandomNumberGenerator.GetBytes(70_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-bundle-").FullName;

    internal SampleBundle() => Key = new SigningKey(Path.Combine(_folder, SigningKey.KeyFile));

    internal SigningKey Key { get; }

    internal string File => Path.Combine(_folder, "dossier.zip");

    /// <summary>The entries of the community's log, with accepted evidence.</summary>
    internal static List<CommunityEntry> Entries()
    {
        var log = new ScoredLog().Tick(ScoredLog.T0);
        for (var i = 1; i <= Measured; i++)
            log.Say(new Random(i), ScoredLog.T0 + (i * 2 * ScoredLog.MinuteMs), ScoredLog.T0 + (i * 2 * ScoredLog.MinuteMs) + 1).Tick(ScoredLog.T0 + (i * 2 * ScoredLog.MinuteMs) + 2);
        return log.Evidence(ScoredLog.T0 + (3 * ScoredLog.MinuteMs * Measured), Convert.ToHexStringLower(SHA256.HashData(Document))).Tick(ScoredLog.T0 + (4 * ScoredLog.MinuteMs * Measured)).Entries;
    }

    /// <summary>Makes the bundle from a position on; an edit sees every file before it is hashed and signed, null leaves one out.</summary>
    internal async Task<Bundle> MakeAsync(int from = 0, Func<BundleSource, byte[]?>? edit = null, Func<BundleManifest, BundleManifest>? say = null)
    {
        var entries = Entries();
        var start = ScoredLog.Keep(entries.Take(from).ToArray()).State;
        var scores = ScoreFiles.Of(ScoredLog.Keep(entries).State)!;
        List<BundleSource> sources =
        [
            BundleSource.Of(DossierPaths.Instructions, DossierInstructions.Bytes), BundleSource.Of(DossierPaths.Score, scores.ScoreJsonBytes), BundleSource.Of(DossierPaths.Explanations, scores.ExplanationBytes),
            .. from > 0 ? [BundleSource.Of(DossierPaths.State, CommunitySnapshot.Pack(start))] : Array.Empty<BundleSource>(),
            BundleSource.Of(DossierPaths.Log, LineageLog.Write(entries.Skip(from))), BundleSource.Of(DossierPaths.Classes, BundledClass.Write(ScoredLog.Devices.Select(d => d.Class))),
            .. ScoringPacks.Current.All.Select((p, i) => BundleSource.Of($"{DossierPaths.StandardPacks}{i + 1:00}-{p.Name}.yaml", PackLibrary.Shipped.FileOf(p.Name)!.Bytes.ToArray())),
            BundleSource.Of("evidence/ev-1/t.pdf", Document), BundleSource.Of("papers/empty.html", []), BundleSource.Of("papers/中文.html", Encoding.UTF8.GetBytes("<p>中文</p>")),
        ];
        var edited = sources.Select(s => edit is null ? s : edit(s) is { } bytes ? BundleSource.Of(s.Path, bytes) : null).OfType<BundleSource>().ToList();
        var score = scores.Score;
        var manifest = new BundleManifest
        {
            Format = BundleManifest.CurrentFormat, Program = "0.1.0", Project = ScoredLog.Community, Name = new Words("百合社区", "Baihe"), MadeAt = DateTimeOffset.UnixEpoch, MadeBy = "test", Key = "",
            Score = new BundledScore(from, score.Position, score.InstantMs, score.Pack, score.PackHash, score.InputHash, score.ResultHash, score.Total, score.AcceptancePoints, score.Verdict),
            Policy = PolicyLibrary.KeyOf(ShippedPolicies.Fuyang), ProgrammePosition = 18, Files = [],
        };
        var bundle = await Bundle.SignAsync(say is null ? manifest : say(manifest), edited, Key, TestContext.Current.CancellationToken);
        await using var file = new FileStream(File, FileMode.Create, FileAccess.Write);
        await bundle.WriteAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(bundle.Length, file.Length);
        return bundle;
    }

    internal static byte[] Bytes(BundleSource source)
    {
        using var content = source.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal Task<BundleReport> VerifyAsync(string? key = null) => BundleCheck.RunAsync(File, key, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
