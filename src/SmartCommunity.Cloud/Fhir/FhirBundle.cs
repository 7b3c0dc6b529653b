using Hl7.Fhir.Model;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>Carries out bundles of observations to store: a transaction all or none, a batch each entry by itself.</summary>
internal sealed class FhirBundle(ObservationDesk desk, string location)
{
    /// <summary>Most entries of one bundle; a station's day has hundreds.</summary>
    internal const int MaxEntries = 1_000;

    private const string Created = "201 Created", Unprocessable = "422 Unprocessable Entity";

    /// <summary>The answering bundle; or the issues because of which nothing was stored.</summary>
    internal async Task<(Bundle? Answer, IReadOnlyList<FhirIssue> Issues)> RunAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        if (bundle.Type is not (Bundle.BundleType.Transaction or Bundle.BundleType.Batch))
            return (null, [new FhirIssue(OperationOutcome.IssueType.Value, "Bundle.type", "type must be transaction or batch.")]);
        if (bundle.Entry.Count > MaxEntries)
            return (null, [new FhirIssue(OperationOutcome.IssueType.TooCostly, "Bundle.entry", $"The bundle has {bundle.Entry.Count} entries, more than the limit of {MaxEntries}.")]);
        var isTransaction = bundle.Type == Bundle.BundleType.Transaction;
        var answer = new Bundle { Type = isTransaction ? Bundle.BundleType.TransactionResponse : Bundle.BundleType.BatchResponse };
        var (measurements, faults) = (new List<Measurement>(), new List<FhirIssue>());
        for (var i = 0; i < bundle.Entry.Count; i++)
        {
            var (id, read, issues) = Read(bundle.Entry[i], $"Bundle.entry[{i}]");
            measurements.AddRange(read);
            faults.AddRange(issues);
            answer.Entry.Add(new Bundle.EntryComponent
            {
                Response = issues.Count == 0
                    ? new Bundle.ResponseComponent { Status = Created, Location = location + id }
                    : new Bundle.ResponseComponent { Status = Unprocessable, Outcome = FhirIssue.Outcome(issues) },
            });
        }

        if (isTransaction && faults.Count > 0)
            return (null, faults);
        await desk.StoreAsync(measurements, cancellationToken);
        return (answer, []);
    }

    private (string? Id, IReadOnlyList<Measurement> Measurements, IReadOnlyList<FhirIssue> Issues) Read(Bundle.EntryComponent entry, string path)
    {
        if (entry.Request is not { Method: Bundle.HTTPVerb.POST, Url: "Observation" })
            return (null, [], [new FhirIssue(OperationOutcome.IssueType.NotSupported, $"{path}.request", "Only POST Observation is carried out.")]);
        return entry.Resource is Observation observation
            ? desk.Read(observation, $"{path}.resource")
            : (null, [], [new FhirIssue(OperationOutcome.IssueType.Invalid, $"{path}.resource", "The resource must be an Observation.")]);
    }
}
