using System.Globalization;
using System.Text.Json;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cli.Truth;

/// <summary>Alerts as the scorer takes them, from a ledger, or from a file with an alert a line as <c>GET /api/v1/alerts</c> tells them.</summary>
internal static class TruthAlerts
{
    private const string LedgerFile = "alerts.db", DetectorFile = "detectors.db", RulesFile = "rules.db";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>A cause, or what else is one of a few, as it stands on the wire.</summary>
    internal static string Wire<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Whom an alert is about: what there is of device and place.</summary>
    internal static string[] SubjectsOf(string? device, string? place) => [.. new[] { device, place }.OfType<string>().Where(static s => s.Length > 0)];

    /// <summary>An alert that was raised; one that came again after it had ended counts again.</summary>
    internal static JudgedAlert Of(AlertRow row, int number, long atMs) => new(
        number == 1 ? row.Id : string.Create(CultureInfo.InvariantCulture, $"{row.Id}#{number}"), row.Rule, Wire((AlertCause)row.Cause), row.Community,
        SubjectsOf(row.Device, row.Place), DateTimeOffset.FromUnixTimeMilliseconds(atMs)) { MeasuredAt = row.MeasuredAtMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row.MeasuredAtMs) : null };

    /// <summary>The alerts that a stopped or running cloud has in its folder.</summary>
    internal static IReadOnlyList<JudgedAlert> OfFolder(string cloud)
    {
        var path = Path.Combine(cloud, LedgerFile);
        if (!File.Exists(path))
            throw new UsageException($"{path} (--data-dir) is not there: no cloud has kept alerts in that folder.");
        using var ledger = AlertLedger.Open(path);
        var raised = ledger.Activations(0, long.MaxValue, []);
        var detectors = TruthDetectors.OfLedger(Path.Combine(cloud, DetectorFile), raised.Select(static a => a.Alert.Community).Distinct(StringComparer.Ordinal));
        return [.. raised.Select(a => Of(a.Alert, a.Number, a.AtMs) with { Detector = detectors.Of(a.Alert) })];
    }

    /// <summary>When the cloud of a folder first started: it put the rules in force that it came with.</summary>
    internal static DateTimeOffset BeginningOf(string cloud)
    {
        using var rules = RuleLedger.Open(Path.Combine(cloud, RulesFile));
        return rules.History(int.MaxValue) is [.., var first] ? DateTimeOffset.FromUnixTimeMilliseconds(first.AtMs) : DateTimeOffset.MinValue;
    }

    /// <summary>The alerts of a file.</summary>
    internal static IReadOnlyList<JudgedAlert> OfFile(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select((line, i) => (line, i)).Where(static l => l.line.Length > 0).Select(l => OfLine(l.line, path, l.i + 1))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} (--alerts) cannot be read: {fault.Message}");
        }
    }

    /// <summary>An alert as a line of such a file.</summary>
    internal static string Line(JudgedAlert alert, AlertRow row) => JsonSerializer.Serialize(
        new ExportedAlert(alert.Id, alert.Rule, alert.Cause, alert.Community, row.Device, row.Place, alert.At) { Subject = row.Subject, Quantity = row.Quantity, Value = row.Value, Limit = row.Limit, Detector = alert.Detector }, _json);

    private static JudgedAlert OfLine(string line, string path, int number)
    {
        try
        {
            var alert = JsonSerializer.Deserialize<ExportedAlert>(line, _json);
            if (alert is { Id.Length: > 0, Rule.Length: > 0, Community.Length: > 0, Cause.Length: > 0 })
                return new JudgedAlert(alert.Id, alert.Rule, alert.Cause, alert.Community, SubjectsOf(alert.Device, alert.Place), alert.RaisedAt) { Detector = alert.Detector };
            throw new UsageException($"{path} (--alerts), line {number}: an alert has at least id, rule, cause, community and raisedAt.");
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{path} (--alerts), line {number} is no JSON object of an alert: {fault.Message}");
        }
    }

    /// <summary>What is read of an alert; other fields are passed over.</summary>
    private sealed record ExportedAlert(string Id, string Rule, string Cause, string Community, string? Device, string? Place, DateTimeOffset RaisedAt)
    {
        public string Subject { get; init; } = "";

        public string Quantity { get; init; } = "";

        public double Value { get; init; }

        public double Limit { get; init; }

        public string Detector { get; init; } = "";
    }
}
