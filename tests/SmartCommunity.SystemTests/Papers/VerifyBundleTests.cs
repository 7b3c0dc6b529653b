using System.IO.Compression;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Papers;

/// <summary><c>smartcommunity verify BUNDLE</c> as a reviewer runs it: a process of its own, with nothing but the file.</summary>
[Trait("Category", "Line")]
public sealed class VerifyBundleTests(MadeDossier dossier) : IClassFixture<MadeDossier>
{
    private const int Indicators = 33; // Of the standard.
    private const int Failed = 1;

    [Fact]
    public async Task A_dossier_of_a_cloud_passes_in_every_indicator_and_every_file_by_the_districts_key()
    {
        var (exitCode, output) = await VerifyAsync(dossier.Path, "--key", dossier.Fingerprint);

        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Indicators, lines.Count(l => l.StartsWith("PASS indicator ", StringComparison.Ordinal)));
        using var zip = ZipFile.OpenRead(dossier.Path);
        // Manifest and signature speak for the others.
        Assert.Equal(zip.Entries.Count - 2, lines.Count(l => l.StartsWith("PASS file ", StringComparison.Ordinal)));
        Assert.StartsWith($"PASS signature, key {dossier.Fingerprint}", lines.Single(l => l.Contains("signature,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", output, StringComparison.Ordinal);
        Assert.Equal($"PASS: {Indicators} of {Indicators} indicators, {zip.Entries.Count - 2} of {zip.Entries.Count - 2} files, 0 findings.", lines[^1]);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("signature.json")]
    [InlineData("score/score.json")]
    [InlineData("lineage/log.bin")]
    [InlineData("packs/policy.yaml")]
    [InlineData("papers/application-baihe.docx")]
    public async Task One_changed_byte_of_a_file_fails_and_names_it(string path)
    {
        var seed = Random.Shared.Next();
        var whole = await File.ReadAllBytesAsync(dossier.Path, TestContext.Current.CancellationToken);
        var (_, at, length) = Places(whole).Single(p => p.Path == path);

        await AssertFoundAsync(whole, at + new Random(seed).Next(length), path, seed);
    }

    [Fact]
    public async Task One_changed_byte_anywhere_fails_and_names_where()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var whole = await File.ReadAllBytesAsync(dossier.Path, TestContext.Current.CancellationToken);
        const int places = 4; // Each is a process of a second or two.
        for (var i = 0; i < places; i++)
        {
            var at = random.Next(whole.Length);
            await AssertFoundAsync(whole, at, Places(whole).FirstOrDefault(p => p.At <= at && at < p.At + p.Length).Path ?? "zip: ", seed);
        }
    }

    [Fact]
    public async Task Another_key_than_the_districts_fails()
    {
        var (exitCode, output) = await VerifyAsync(dossier.Path, "--key", new string('0', dossier.Fingerprint.Length));

        Assert.Equal(Failed, exitCode);
        Assert.Contains($"FAIL signature, key {dossier.Fingerprint}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is a letter, not a dossier.")]
    public async Task What_is_no_zip_is_said_in_one_line(string text)
    {
        var path = dossier.Unused();
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        var (exitCode, output) = await VerifyAsync(path);

        Assert.Equal(Failed, exitCode);
        Assert.Equal($"FAIL {path}: This is no dossier: it does not begin with a manifest, and no directory leads to one.", output.TrimEnd());
    }

    private async Task AssertFoundAsync(byte[] whole, int at, string where, int seed)
    {
        var path = dossier.Unused();
        var changed = (byte[])whole.Clone();
        changed[at] ^= (byte)(1 << new Random(seed).Next(8));
        await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);

        var (exitCode, output) = await VerifyAsync(path);

        Assert.True(exitCode == Failed && output.Contains($"✗ {where}", StringComparison.Ordinal), $"seed {seed}: byte {at} of {where} was changed; exit code {exitCode}: {output}");
        Assert.StartsWith("FAIL: ", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    /// <summary>Where each file's bytes lie: files are stored as they are, one after the other, each behind its own name.</summary>
    private static IEnumerable<(string Path, int At, int Length)> Places(byte[] whole)
    {
        using var zip = new ZipArchive(new MemoryStream(whole));
        var from = 0;
        foreach (var entry in zip.Entries)
        {
            var name = System.Text.Encoding.UTF8.GetBytes(entry.FullName);
            var at = from + whole.AsSpan(from).IndexOf(name) + name.Length;
            yield return (entry.FullName, at, (int)entry.Length);
            from = at + (int)entry.Length;
        }
    }

    private static Task<(int ExitCode, string Output)> VerifyAsync(params string[] arguments) => Mosquitto.RunAsync("dotnet", [PartProcess.Program, "verify", .. arguments]);
}
