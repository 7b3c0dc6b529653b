using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Primitives;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>A search for observations as it was asked for.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Codes">LOINC codes; empty = all.</param>
/// <param name="FromMs">Start, included.</param>
/// <param name="ToMs">End, excluded.</param>
/// <param name="Count">Observations a page.</param>
/// <param name="Offset">Observations before the page.</param>
internal sealed record ObservationQuery(string Device, IReadOnlyList<string> Codes, long FromMs, long ToMs, int Count, int Offset)
{
    internal const int DefaultCount = 50, MaxCount = 500;

    /// <summary>Longest range of one search, days: a year and the month before it, as everywhere in the API.</summary>
    internal const int MaxDays = 400;

    /// <summary>Days before now that are searched when no date is given: a person's recent past.</summary>
    internal const int DefaultDays = 7;

    private static readonly string[] Known = ["device", "code", "date", "_count", "_offset", "_format"];

    /// <summary>Reads <c>device</c>, <c>code</c>, <c>date</c> (prefixes eq ge gt le lt, at most twice), <c>_count</c> and <c>_offset</c>.</summary>
    internal static (ObservationQuery? Query, IReadOnlyList<FhirIssue> Issues) Read(IQueryCollection query, DateTimeOffset now)
    {
        var issues = new List<FhirIssue>();
        foreach (var name in query.Keys.Where(name => !Known.Contains(name, StringComparer.Ordinal)))
            issues.Add(new FhirIssue(OperationOutcome.IssueType.NotSupported, name, $"There is no search parameter '{name}' here; known are: {string.Join(", ", Known)}."));
        var device = query["device"].ToString() is { Length: > 0 } text ? Last(text) : null;
        if (device is null)
            issues.Add(new FhirIssue(OperationOutcome.IssueType.Required, "device", "device is missing: observations are kept by device."));
        var codes = query["code"].SelectMany(c => c!.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(c => CodeOf(c, issues)).OfType<string>().ToArray();
        var (fromMs, toMs) = Range(query["date"], now, issues);
        var count = Whole(query["_count"], "_count", 1, MaxCount, DefaultCount, issues);
        var offset = Whole(query["_offset"], "_offset", 0, Paging.MaxPage, 0, issues);
        return issues.Count > 0 ? (null, issues) : (new ObservationQuery(device!, codes, fromMs, toMs, count, offset), []);
    }

    private static string Last(string reference) => reference[(reference.LastIndexOf('/') + 1)..] is var id ? id[(id.LastIndexOf('|') + 1)..] : id;

    private static string? CodeOf(string token, List<FhirIssue> issues)
    {
        var parts = token.Split('|');
        var code = parts[^1];
        if ((parts.Length == 1 || parts[0] is "" or FhirCodes.LoincSystem) && (FhirCodes.IsPressure(code) || FhirCodes.Single(code) is not null))
            return code;
        issues.Add(new FhirIssue(OperationOutcome.IssueType.Value, "code", $"code '{token}' is not one of LOINC's {FhirCodes.KnownLoinc}."));
        return null;
    }

    private static (long FromMs, long ToMs) Range(StringValues dates, DateTimeOffset now, List<FhirIssue> issues)
    {
        long? fromMs = null, toMs = null;
        foreach (var date in dates)
        {
            var prefix = date!.Length > 2 && char.IsAsciiLetter(date[0]) ? date[..2] : "eq";
            var text = date.Length > 2 && char.IsAsciiLetter(date[0]) ? date[2..] : date;
            if (Period(text) is not var (startMs, endMs))
            {
                issues.Add(new FhirIssue(OperationOutcome.IssueType.Value, "date", $"date '{date}' must be a day, or a time with a zone, after one of eq, ge, gt, le, lt."));
                continue;
            }

            (fromMs, toMs) = prefix switch
            {
                "eq" => (startMs, endMs),
                "ge" => (startMs, toMs),
                "gt" => (endMs, toMs),
                "le" => (fromMs, endMs),
                "lt" => (fromMs, startMs),
                _ => Unknown(prefix),
            };
        }

        var to = toMs ?? now.AddMilliseconds(ObservationReader.AheadMs).ToUnixTimeMilliseconds();
        var from = fromMs ?? DateTimeOffset.FromUnixTimeMilliseconds(to).AddDays(-DefaultDays).ToUnixTimeMilliseconds();
        if (to - from > MaxDays * (long)TimeSpan.FromDays(1).TotalMilliseconds)
            issues.Add(new FhirIssue(OperationOutcome.IssueType.TooCostly, "date", $"The range is longer than the limit of {MaxDays} days."));
        return (from, Math.Max(from, to));

        (long?, long?) Unknown(string prefix)
        {
            issues.Add(new FhirIssue(OperationOutcome.IssueType.NotSupported, "date", $"The prefix '{prefix}' of date is not one of eq, ge, gt, le, lt."));
            return (fromMs, toMs);
        }
    }

    // FHIR dates are periods: a day is all of its day, here in Asia/Shanghai.
    private static (long StartMs, long EndMs)? Period(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return (Telemetry.ChinaTime.StartMs(day), Telemetry.ChinaTime.StartMs(day.AddDays(1)));
        // A plus sign that was not escaped arrives as a space.
        var isTime = text.Contains('T', StringComparison.Ordinal) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', ' ', '-']) > text.IndexOf('T', StringComparison.Ordinal));
        if (!isTime || !DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, out var at))
            return null;
        var ms = at.ToUnixTimeMilliseconds();
        return (ms, ms + (text.Contains('.', StringComparison.Ordinal) ? 1 : (long)TimeSpan.FromSeconds(1).TotalMilliseconds));
    }

    private static int Whole(StringValues values, string name, int min, int max, int otherwise, List<FhirIssue> issues)
    {
        if (values.Count == 0)
            return otherwise;
        if (int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        issues.Add(new FhirIssue(OperationOutcome.IssueType.Value, name, $"{name} '{values}' must be a whole number from {min} to {max}."));
        return otherwise;
    }
}
