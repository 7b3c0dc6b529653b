using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>verify BUNDLE</c>: PASS or FAIL for signature, every file and every indicator of an acceptance dossier.</summary>
internal static class VerifyBundle
{
    private const int FingerprintDigits = 64; // SHA-256.
    private const string Pass = "PASS", Fail = "FAIL";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    internal static async Task<int> RunAsync(string path, string? key, bool asJson, CancellationToken stop)
    {
        if (!File.Exists(path))
            throw new UsageException($"{path} is no file; name a dossier, or leave it out to verify a data folder.");
        var report = await BundleCheck.RunAsync(path, key is null ? null : FingerprintOf(key), stop);
        Terminal.WriteLine(asJson ? JsonSerializer.Serialize(report, _json) : report.IsDossier ? Text(report) : $"{Fail} {path}: {report.Findings[0].What}");
        return report.IsSound ? ExitCode.Success : ExitCode.Failed;
    }

    /// <summary>As people write it: in groups, in capitals.</summary>
    private static string FingerprintOf(string key)
    {
        var digits = string.Concat(key.Where(static c => c is not (':' or ' ' or '-'))).ToLowerInvariant();
        return digits.Length == FingerprintDigits && digits.All(char.IsAsciiHexDigitLower)
            ? digits
            : throw new UsageException($"'{key}' (--key) must be a fingerprint of {FingerprintDigits} hexadecimal digits; it has {digits.Length}.");
    }

    private static string Text(BundleReport report)
    {
        var text = new StringBuilder();
        if (report.Manifest is { } manifest)
        {
            var score = manifest.Score;
            text.AppendLine(CultureInfo.InvariantCulture, $"{manifest.Project} {manifest.Name.Zh} ({manifest.Name.En}), made {manifest.MadeAt:yyyy-MM-dd HH:mm:ss zzz} by {manifest.MadeBy}");
            if (manifest.Measure is { } measure)
                text.AppendLine(CultureInfo.InvariantCulture, $"proof of the challenged measure {measure}, with the evidence of that measure only");
            text.AppendLine(CultureInfo.InvariantCulture, $"score by {score.Pack}: {score.Total:0.00} points, acceptance {score.AcceptancePoints:0.00}, {score.Verdict}; positions {score.FromPosition + 1} to {score.ToPosition} of the log; policy {manifest.Policy}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{Word(report.IsSigned && report.IsExpectedKey != false)} signature, key {(report.Fingerprint.Length > 0 ? report.Fingerprint : "none")}{(report.IsExpectedKey is null ? ": compare it with the one the district publishes, or give it as --key" : "")}");
        foreach (var file in report.Files)
            text.AppendLine(CultureInfo.InvariantCulture, $"{Word(file.Passed)} file {file.Path}, {file.Bytes} bytes");
        foreach (var indicator in report.Indicators)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Word(indicator.Passed)} indicator {indicator.Code} {indicator.Title.Zh} ({(indicator.IsStandard ? "标配" : "选配")}): {indicator.Points:0.00} of {indicator.MaxPoints:0.00} points");
            foreach (var difference in indicator.Differences)
                text.AppendLine(CultureInfo.InvariantCulture, $"     {difference}");
        }

        foreach (var finding in report.Findings)
            text.AppendLine(CultureInfo.InvariantCulture, $"  ✗ {finding.Where}, bytes {finding.From} to {finding.To}: {finding.What}");
        return text.Append(Summary(report)).ToString();
    }

    private static string Summary(BundleReport report)
    {
        static string Count(IEnumerable<bool> passed) => $"{passed.Count(static p => p)} of {passed.Count()}";
        return $"{Word(report.IsSound)}: {Count(report.Indicators.Select(static i => i.Passed))} indicators, {Count(report.Files.Select(static f => f.Passed))} files, {report.Findings.Count} findings.";
    }

    private static string Word(bool passed) => passed ? Pass : Fail;
}
