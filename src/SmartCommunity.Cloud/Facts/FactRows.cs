using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Between the registry's rows and what the log and people see of them.</summary>
internal static class FactRows
{
    private static readonly JsonSerializerOptions History = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static LoggedFact Logged(FactRow row) => new()
    {
        Code = row.Code, Removed = row.RemovedAtMs is not null, Value = row.Value, Unit = row.Unit, AsOfDay = row.AsOf.DayNumber, Source = row.Source, Inspected = row.Inspected,
        Revision = row.Revision, Version = row.Version, EnteredBy = row.EnteredBy, EnteredAtMs = row.EnteredAtMs,
    };

    internal static LoggedRecord Logged(RecordRow row) => new()
    {
        Kind = row.Kind, Id = row.Id, Removed = row.RemovedAtMs is not null, FieldsJson = row.FieldsJson, AsOfDay = row.AsOf.DayNumber, Source = row.Source, Inspected = row.Inspected,
        Revision = row.Revision, Version = row.Version, EnteredBy = row.EnteredBy, EnteredAtMs = row.EnteredAtMs,
    };

    internal static LoggedStanding Logged(StandingRow row) => new()
    {
        Pack = row.Pack, ProjectType = row.ProjectType, ListedDay = row.ListedOn?.DayNumber, Claimed = ClaimedOf(row), Revision = row.Revision, Version = row.Version,
        EnteredBy = row.EnteredBy, EnteredAtMs = row.EnteredAtMs,
    };

    internal static LoggedEvidence Logged(EvidenceRow row) => new()
    {
        Id = row.Id, Kind = row.Kind, Title = row.Title, FileName = row.FileName, MediaType = row.MediaType, Bytes = row.Bytes, Sha256 = row.Sha256, DatedDay = row.Dated.DayNumber,
        ExpiresDay = row.Expires?.DayNumber, State = EvidenceStates.Of(row.State), SubmittedBy = row.SubmittedBy, SubmittedAtMs = row.SubmittedAtMs, Reviewer = row.Reviewer,
        ReviewedAtMs = row.ReviewedAtMs ?? 0, Comment = row.Comment, Score = row.Score, Inspected = row.Inspected, Revision = row.Revision, Version = row.Version,
    };

    internal static LoggedStep Logged(EventStepRow row) => new()
    {
        Device = row.Device, EventId = row.EventId, EventType = row.EventType, EventAtMs = row.EventAtMs, Step = row.Step, Actor = row.Actor, AtMs = row.AtMs, Comment = row.Comment,
        EnteredAtMs = row.EnteredAtMs, Version = row.Version,
    };

    internal static RecordView View(RecordRow row) => new(
        row.Kind, row.Id, JsonElement.Parse(row.FieldsJson), row.AsOf, row.Source, row.Inspected, row.Revision, row.EnteredBy, At(row.EnteredAtMs));

    internal static StandingView View(StandingRow row) => new(
        row.Community, row.Pack, row.ProjectType, row.ListedOn, ClaimedOf(row), row.Revision, row.EnteredBy, At(row.EnteredAtMs));

    internal static EvidenceView View(EvidenceRow row) => new(
        row.Id, row.Community, row.Kind, row.Title, row.FileName, row.MediaType, row.Bytes, row.Sha256, row.Dated, row.Expires, row.State, row.SubmittedBy, At(row.SubmittedAtMs),
        row.Reviewer.Length == 0 ? null : row.Reviewer, row.ReviewedAtMs is { } ms ? At(ms) : null, row.Comment, row.Score, row.Inspected, row.Revision);

    internal static StepView View(EventStepRow row) => new(
        row.Device, row.EventId, row.EventType, At(row.EventAtMs), row.Step, row.Actor, At(row.AtMs), row.Comment, At(row.EnteredAtMs));

    internal static ChangeView View(ChangeRow row) => new(row.Position, row.Subject, row.Revision, At(row.AtMs), row.Actor, row.Action, JsonElement.Parse(row.RowJson));

    /// <summary>The fact a row of history holds.</summary>
    internal static FactView FactOf(ChangeRow row) =>
        JsonSerializer.Deserialize<FactView>(row.RowJson, History) ?? throw new JsonException($"The history of '{row.Subject}' of {row.Community} holds no fact at position {row.Position}.");

    internal static string HistoryJson(object logged) => JsonSerializer.Serialize(logged, logged.GetType(), History);

    internal static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static string[] ClaimedOf(StandingRow row) => row.Claimed.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Names of evidence states, as the registry and the API have them.</summary>
internal static class EvidenceStates
{
    internal const string Submitted = "submitted", Accepted = "accepted", Refused = "refused", Withdrawn = "withdrawn";

    internal static IReadOnlyList<string> All { get; } = [Submitted, Accepted, Refused, Withdrawn];

    internal static EvidenceState Of(string name) => All.ToList().IndexOf(name) is >= 0 and var index
        ? (EvidenceState)(index + 1)
        : throw new InvalidDataException($"The registry holds evidence in state '{name}', which is none of {string.Join(", ", All)}.");
}
