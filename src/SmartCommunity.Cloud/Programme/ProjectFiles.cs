using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme.Files;

namespace SmartCommunity.Cloud.Programme;

/// <summary>Documents of project files: their bytes lie with the evidence, by hash, and are whole on disk before the log refers to them. Thread-safe.</summary>
public sealed class ProjectFiles(ProgrammeDesk desk, EvidenceFiles files)
{
    /// <summary>Largest document, bytes.</summary>
    public const long MaxBytes = EvidenceFiles.MaxBytes;

    /// <summary>Takes a document in. Faults of the bytes come as faults, of the act as refusals.</summary>
    public async Task<Outcome<Submission>> EnterAsync(string project, string section, string title, string fileName, DateOnly? on, Stream content, Caller caller, string typed, CancellationToken cancellationToken)
    {
        var staged = await files.StageAsync(content, cancellationToken);
        if (!staged.Succeeded)
            return staged.Faults.ToArray();
        var document = staged.Value!;
        try
        {
            files.Keep(document);
            return await desk.SubmitAsync(new DocumentEntered(project, section, title, fileName, document.Sha256, document.Bytes) { On = on }, caller, typed, cancellationToken);
        }
        finally
        {
            EvidenceFiles.Discard(document);
        }
    }

    /// <summary>The bytes of a document that stands in a project's file. The caller disposes the stream.</summary>
    public async Task<Outcome<(ProjectDocument Document, Stream Content)>> OpenAsync(string project, string sha256, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        if (!state.Projects.TryGetValue(project, out var found) || found.File.Documents.LastOrDefault(d => d.Sha256 == sha256) is not { } document)
            return new Fault(FaultKind.NotFound, "sha256", $"The file of project '{FactCheck.Short(project)}' has no document with this hash.");
        return files.Open(sha256) is { } content
            ? (document, content)
            : new Fault(FaultKind.Unavailable, "document", $"The document '{document.Title}' (SHA-256 {sha256}) is missing or damaged on disk; restore it from a backup.");
    }
}
