using System.IO.Compression;
using System.Text;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;

namespace SmartCommunity.Tests.Cloud.Programme.Papers.Dossiers;

/// <summary>A bundle is verified as it was made, after any byte of it was changed, and after somebody signed a lie.</summary>
public sealed class BundleCheckTests : IDisposable
{
    private readonly SampleBundle _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task What_was_not_touched_passes_in_every_file_and_every_indicator(int from)
    {
        var bundle = await _sample.MakeAsync(from);

        var report = await _sample.VerifyAsync(_sample.Key.Fingerprint);

        Assert.Equal([], report.Findings);
        Assert.True(report.IsSound && report.IsSigned && report.IsExpectedKey == true);
        Assert.Equal(bundle.Manifest.Files.Select(f => f.Path), report.Files.Select(f => f.Path));
        Assert.Equal(33, report.Indicators.Count);
        Assert.Contains(report.Indicators, i => i.Points > 0);
    }

    [Fact]
    public async Task Any_program_opens_the_bundle()
    {
        await _sample.MakeAsync();

        using var zip = ZipFile.OpenRead(_sample.File);

        Assert.Equal(BundleManifest.ManifestPath, zip.Entries[0].FullName);
        using var reader = new StreamReader(zip.GetEntry("papers/中文.html")!.Open(), Encoding.UTF8);
        Assert.Equal("<p>中文</p>", reader.ReadToEnd());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_changed_byte_anywhere_is_found_with_its_file_and_range(int seed)
    {
        var random = new Random(seed);
        var bundle = await _sample.MakeAsync();
        var whole = await File.ReadAllBytesAsync(_sample.File, TestContext.Current.CancellationToken);

        foreach (var (path, inFile, at) in Places(bundle, whole, random))
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_sample.File, changed, TestContext.Current.CancellationToken);

            var report = await _sample.VerifyAsync();

            Assert.False(report.IsSound, $"seed {seed}: byte {at} of {path} was changed and nothing found");
            var finding = report.Findings[0];
            var offset = finding.Where.StartsWith("zip", StringComparison.Ordinal) ? at : inFile;
            Assert.True(
                (inFile >= 0 ? finding.Where == path : finding.Where.StartsWith("zip", StringComparison.Ordinal)) && finding.From <= offset && offset < finding.To,
                $"seed {seed}: byte {at} ({inFile} of {path}) was changed, found {finding}");
        }
    }

    [Fact]
    public async Task Bytes_added_or_cut_off_at_the_end_are_found()
    {
        await _sample.MakeAsync();
        var whole = await File.ReadAllBytesAsync(_sample.File, TestContext.Current.CancellationToken);

        await File.WriteAllBytesAsync(_sample.File, [.. whole, 0], TestContext.Current.CancellationToken);
        Assert.Equal(("zip: end", whole.Length, whole.Length + 1L), (await _sample.VerifyAsync()).Findings is [var added] ? (added.Where, added.From, added.To) : default);

        await File.WriteAllBytesAsync(_sample.File, whole[..^1], TestContext.Current.CancellationToken);
        Assert.Equal("zip: directory", Assert.Single((await _sample.VerifyAsync()).Findings).Where);

        await File.WriteAllBytesAsync(_sample.File, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        Assert.Contains((await _sample.VerifyAsync()).Findings, f => f.What == "The bundle ends before this file does.");
    }

    [Fact]
    public async Task What_is_no_bundle_is_said_to_be_none()
    {
        await File.WriteAllTextAsync(_sample.File, "PK, but no zip", TestContext.Current.CancellationToken);

        var report = await _sample.VerifyAsync();

        Assert.False(report.IsSound);
        Assert.StartsWith("This is no dossier", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_than_the_expected_one_fails_though_everything_else_fits()
    {
        await _sample.MakeAsync();

        var report = await _sample.VerifyAsync(new string('0', 64));

        Assert.True(report.IsSigned && report.IsExpectedKey == false && !report.IsSound);
        Assert.Contains("not by 000", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lie_that_was_signed_fails_in_the_indicator_it_is_about()
    {
        var told = "";
        await _sample.MakeAsync(edit: source =>
        {
            var bytes = SampleBundle.Bytes(source);
            if (source.Path != DossierPaths.Score)
                return bytes;
            var score = System.Text.Json.JsonSerializer.Deserialize<SmartCommunity.Indicators.Scoring.CommunityScore>(bytes, ScoreFiles.Json)!;
            told = score.Scenarios.SelectMany(s => s.Indicators).First(i => i.Measures.Any(m => m.Points > 0)).Code;
            return System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                score with
                {
                    Scenarios = [.. score.Scenarios.Select(s => s with { Indicators = [.. s.Indicators.Select(i => i.Code == told ? i with { Measures = [.. i.Measures.Select(m => m with { Points = m.MaxPoints })] } : i)] })],
                }, ScoreFiles.Json);
        });

        var report = await _sample.VerifyAsync();

        Assert.True(report.IsSigned && report.Files.All(f => f.Passed) && !report.IsSound);
        var failed = Assert.Single(report.Indicators, i => !i.Passed);
        Assert.Equal(told, failed.Code);
        Assert.Contains("log and pack give", failed.Differences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_that_was_signed_and_does_not_follow_from_the_log_is_found()
    {
        await _sample.MakeAsync(say: m => m with { Score = m.Score with { Total = 99 } });

        Assert.Contains("The total is said to be 99; log and pack give", Assert.Single((await _sample.VerifyAsync()).Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepted_evidence_that_is_not_in_the_bundle_is_named()
    {
        await _sample.MakeAsync(edit: s => s.Path == "evidence/ev-1/t.pdf" ? null : SampleBundle.Bytes(s));

        Assert.Contains("The accepted evidence ev-1 't' is not in the bundle", Assert.Single((await _sample.VerifyAsync()).Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_of_one_measure_holds_that_measures_evidence_only_and_names_one_that_exists()
    {
        await _sample.MakeAsync(edit: s => s.Path == "evidence/ev-1/t.pdf" ? null : SampleBundle.Bytes(s), say: m => m with { Measure = "LL-01a" });
        Assert.Equal([], (await _sample.VerifyAsync()).Findings);

        await _sample.MakeAsync(say: m => m with { Measure = "XX-99" });
        Assert.Contains("It is said to prove XX-99", Assert.Single((await _sample.VerifyAsync()).Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_left_out_of_the_log_are_found()
    {
        await _sample.MakeAsync(edit: s => s.Path == DossierPaths.Log ? LineageLog.Write(SampleBundle.Entries().Where(e => e.Position != 50)) : SampleBundle.Bytes(s));

        var report = await _sample.VerifyAsync();

        Assert.Empty(report.Indicators);
        Assert.Contains("it jumps from position 49 to 51", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("log")]
    public async Task A_part_of_the_lineage_that_cannot_be_read_is_no_exception(string part)
    {
        await _sample.MakeAsync(from: 10, edit: s => s.Path == $"lineage/{part}.bin" ? [1, 2, 3] : SampleBundle.Bytes(s));

        Assert.Contains("The log cannot be folded", Assert.Single((await _sample.VerifyAsync()).Findings).What, StringComparison.Ordinal);
    }

    /// <summary>In every file its first, last and three other bytes; of what stands between the files a byte of each header, and some of the directory.</summary>
    private static List<(string Path, long InFile, long At)> Places(Bundle bundle, byte[] whole, Random random)
    {
        var places = new List<(string Path, long InFile, long At)>();
        var at = 0L;
        foreach (var (path, bytes) in Heads(whole).Concat(bundle.Manifest.Files.Select(f => (f.Path, f.Bytes))))
        {
            places.Add((path, -1, at + random.Next(BundleLayout.HeaderLength(path))));
            at += BundleLayout.HeaderLength(path);
            foreach (var inFile in bytes == 0 ? [] : new[] { 0, bytes - 1, random.NextInt64(bytes), random.NextInt64(bytes) }.Distinct())
                places.Add((path, inFile, at + inFile));
            at += bytes;
        }

        const int ofDirectory = 12;
        places.AddRange(Enumerable.Range(0, ofDirectory).Select(_ => ("directory", -1L, random.NextInt64(at, whole.Length))));
        return places;
    }

    private static IEnumerable<(string Path, long Bytes)> Heads(byte[] whole)
    {
        var manifest = BundleLayout.ReadHeader(whole)!.Value;
        yield return manifest;
        yield return BundleLayout.ReadHeader(whole.AsSpan((int)(BundleLayout.HeaderLength(manifest.Path) + manifest.Bytes)))!.Value;
    }
}
