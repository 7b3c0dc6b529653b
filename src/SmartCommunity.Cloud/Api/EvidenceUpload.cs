using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Reads an upload of evidence: the document goes straight to disk, what is said of it comes as parts of the form or in the query.</summary>
internal static class EvidenceUpload
{
    /// <summary>Most bytes of a part that is no file: the longest of them is a name of 120 characters.</summary>
    private const int MaxFieldBytes = 4 * 1024;

    // Every part has one of the known names, once.
    private const int MaxParts = 16;

    private const int MaxBoundary = 200;

    private static readonly string[] Names = ["kind", "title", "fileName", "dated", "expires", "submittedBy"];

    internal static QueryParameter[] Parameters { get; } =
    [
        QueryParameter.Text("kind", "Code of a kind of evidence of the community's pack. Required."),
        QueryParameter.Text("title", "What it is, at most 120 characters; the file name when absent."),
        QueryParameter.Text("fileName", "Name of the file; required with a raw body, else that of the part."),
        QueryParameter.Text("dated", "Day it is of, yyyy-MM-dd. Required."),
        QueryParameter.Text("expires", "Last day it counts, yyyy-MM-dd; as long as its kind says when absent."),
        QueryParameter.Text("submittedBy", "Name of the person who hands it in. Required."),
    ];

    /// <summary>What is said of the document and the document, staged; or the answer that says why there is none. A staged document is the caller's to keep or discard.</summary>
    internal static async Task<(NewEvidence? Evidence, StagedDocument? Document, IResult? Problem)> ReadAsync(HttpRequest request, EvidenceFiles files, CancellationToken cancellationToken)
    {
        var upload = new Upload(files);
        try
        {
            var problem = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadFormAsync(request, HeaderUtilities.RemoveQuotes(type.Boundary).Value, upload, cancellationToken)
                : await ReadRawAsync(request, upload, cancellationToken);
            var (evidence, faults) = problem is null ? upload.Finish() : (null, []);
            if (evidence is not null)
                return (evidence with { SubmittedBy = Caller.Of(request.HttpContext.User).Actor ?? evidence.SubmittedBy }, upload.TakeDocument(), null);
            return (null, null, problem ?? Problems.Of(faults));
        }
        finally
        {
            upload.Discard();
        }
    }

    private static async Task<IResult?> ReadRawAsync(HttpRequest request, Upload upload, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        foreach (var name in Names)
        {
            if (query.Text(name) is { } text)
                upload.Fields[name] = text;
        }

        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (request.ContentLength > EvidenceFiles.MaxBytes)
            return Problems.TooLarge("file", EvidenceFiles.MaxBytes);
        return await upload.StageAsync(request.Body, cancellationToken);
    }

    private static async Task<IResult?> ReadFormAsync(HttpRequest request, string? boundary, Upload upload, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            return Problems.Of(FactCheck.Invalid("Content-Type", $"multipart/form-data must name a boundary of 1 to {MaxBoundary} characters."));
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts == MaxParts)
                    return Problems.Of(FactCheck.Invalid("body", $"The form has more than the limit of {MaxParts} parts."));
                if (await ReadPartAsync(section, upload, cancellationToken) is { } problem)
                    return problem;
            }

            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException and not BadHttpRequestException))
        {
            return Problems.Of(FactCheck.Invalid("body", $"The form cannot be read: {exception.Message}"));
        }
    }

    private static async Task<IResult?> ReadPartAsync(MultipartSection section, Upload upload, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
            return Problems.Of(FactCheck.Invalid("body", "A part of the form has no name."));
        if (name == "file")
        {
            if (upload.HasDocument)
                return Problems.Of(FactCheck.Invalid("file", "The form has more than one part 'file'; hand in one document at a time."));
            var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
            if (!string.IsNullOrEmpty(fileName))
                upload.PartName = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
            return await upload.StageAsync(section.Body, cancellationToken);
        }

        if (!Names.Contains(name))
            return Problems.Of(FactCheck.Invalid(FactCheck.Short(name), $"There is no part '{FactCheck.Short(name)}' here; known are: file, {string.Join(", ", Names)}."));
        var bytes = await LimitedBody.ReadAsync(section.Body, MaxFieldBytes, cancellationToken);
        if (bytes.Length > MaxFieldBytes || !Utf8.IsValid(bytes.Span))
            return Problems.Of(FactCheck.Invalid(name, $"{name} must be UTF-8 of at most {MaxFieldBytes} bytes."));
        return upload.Fields.TryAdd(name, Encoding.UTF8.GetString(bytes.Span)) ? null : Problems.Of(FactCheck.Invalid(name, $"{name} stands twice in the form."));
    }

    /// <summary>What of an upload has arrived.</summary>
    private sealed class Upload(EvidenceFiles files)
    {
        private StagedDocument? _document;

        internal Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

        /// <summary>Name of the file as the part has it, without folders.</summary>
        internal string? PartName { get; set; }

        internal bool HasDocument => _document is not null;

        internal async Task<IResult?> StageAsync(Stream content, CancellationToken cancellationToken)
        {
            var staged = await files.StageAsync(content, cancellationToken);
            _document = staged.Value;
            return staged.Succeeded ? null : staged.Faults.Contains(EvidenceFiles.TooLarge) ? Problems.TooLarge("file", EvidenceFiles.MaxBytes) : Problems.Of(staged.Faults);
        }

        internal (NewEvidence? Evidence, IReadOnlyList<Fault> Faults) Finish()
        {
            var faults = new List<Fault>();
            if (_document is null)
                faults.Add(FactCheck.Invalid("file", "The form has no part 'file' with the document."));
            var (dated, expires) = (Day("dated", faults), Day("expires", faults));
            var evidence = new NewEvidence
            {
                Kind = Fields.GetValueOrDefault("kind", ""), Title = Fields.GetValueOrDefault("title", ""), FileName = Fields.GetValueOrDefault("fileName", PartName ?? ""), Dated = dated,
                Expires = expires, SubmittedBy = Fields.GetValueOrDefault("submittedBy", ""),
            };
            return faults.Count == 0 ? (evidence, faults) : (null, faults);
        }

        internal StagedDocument TakeDocument()
        {
            var document = _document!;
            _document = null;
            return document;
        }

        internal void Discard()
        {
            if (_document is { } document)
                EvidenceFiles.Discard(document);
        }

        private DateOnly? Day(string name, List<Fault> faults)
        {
            if (!Fields.TryGetValue(name, out var text) || text.Length == 0)
                return null;
            var day = RecordFields.DayOf(text);
            if (day is null)
                faults.Add(FactCheck.Invalid(name, $"{name} '{FactCheck.Short(text)}' must be a day, yyyy-MM-dd."));
            return day;
        }
    }
}
