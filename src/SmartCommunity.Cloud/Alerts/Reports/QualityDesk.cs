using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Reports;

/// <summary>Where people see what alerts were worth: from the ledger, whenever they ask. Thread-safe.</summary>
public sealed class QualityDesk(AlertLedger ledger, EnrolmentIndex enrolments, RulesInForce inForce, TimeProvider time)
{
    /// <summary>Days that can be asked for.</summary>
    public static IReadOnlyList<int> Periods { get; } = [1, 7, 30];

    /// <summary>The last days up to now, of a street or of all.</summary>
    /// <param name="street">Street code; empty: all.</param>
    /// <param name="days">One of <see cref="Periods"/>.</param>
    public Outcome<QualityReport> Report(string street, int days)
    {
        ArgumentNullException.ThrowIfNull(street);
        if (!Periods.Contains(days))
            return FactCheck.Invalid("days", $"days {days} must be one of: {string.Join(", ", Periods)}.");
        var offices = enrolments.Communities.GroupBy(c => enrolments.StreetOf(c) ?? "", StringComparer.Ordinal).Where(g => street.Length == 0 || g.Key == street)
            .ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);
        if (offices.Count == 0)
            return FactCheck.Invalid("street", $"No street '{FactCheck.Short(street)}' has communities in the district.");
        string[] communities = [.. offices.Values.SelectMany(static c => c)];
        var toMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var fromMs = toMs - (long)TimeSpan.FromDays(days).TotalMilliseconds;
        var input = new QualityInput(
            fromMs, toMs, offices, ledger.Activations(fromMs, toMs, communities), ledger.Judgements(fromMs, toMs, communities), ledger.AcknowledgeTimes(fromMs, toMs, communities), ledger.OpenSince(toMs, communities));
        return AlertQuality.Of(input, inForce.Set);
    }
}
