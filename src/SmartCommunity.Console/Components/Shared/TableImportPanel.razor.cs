using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Imports facts, or records of a kind, from CSV or a workbook: tried without writing first, with the fault of each row; then taken over.</summary>
public sealed partial class TableImportPanel
{
    /// <summary>Largest file, in bytes: what the desk takes.</summary>
    internal const int MaxFileBytes = 10 * 1024 * 1024;

    /// <summary>Row errors shown; more than this is a wrong file, not a list to work through.</summary>
    private const int MaxErrors = 200;

    private byte[] _file = [];
    private TableImportReport? _report;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;

    [Inject] public required TableDesk Tables { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<TableImportPanel> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Code of the kind of record; null: facts.</summary>
    [Parameter]
    public string? Kind { get; set; }

    /// <summary>Something was entered.</summary>
    [Parameter]
    public EventCallback OnImported { get; set; }

    private int FaultyRows => _report?.Errors.Select(static e => e.Line).Distinct().Count() ?? 0;

    private int Good => _report is { } report ? report.Created + report.Changed : 0;

    private string TemplateUrl(string format) =>
        $"/api/v1/communities/{Community}/tables/{(Kind is null ? "facts" : $"records/{Kind}")}?template=true&format={format}&headings={(Languages.IsChinese ? "zh" : "fields")}";

    private async Task ReadAsync(InputFileChangeEventArgs args)
    {
        (_report, _faults, _file) = (null, [], []);
        if (args.File.Size > MaxFileBytes)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["import.tooLarge", args.File.Size, MaxFileBytes])];
            return;
        }

        _busy = true;
        try
        {
            using var content = new MemoryStream();
            await using var upload = args.File.OpenReadStream(MaxFileBytes);
            await upload.CopyToAsync(content);
            _file = content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or JSException or TaskCanceledException)
        {
            Logger.ActionFailed(exception);
            (_faults, _busy) = ([new Fault(FaultKind.Unavailable, "file", exception.Message)], false);
            return;
        }

        await RunAsync(dryRun: true);
    }

    private async Task RunAsync(bool dryRun)
    {
        _busy = true;
        using var table = new MemoryStream(_file, writable: false);
        var author = Author.Name.Trim();
        var outcome = await Attempt.RunAsync(
            () => Kind is null
                ? Tables.ImportFactsAsync(Community, table, author, dryRun, CancellationToken.None)
                : Tables.ImportRecordsAsync(Community, Kind, table, author, dryRun, CancellationToken.None),
            Logger);
        (_busy, _report, _faults) = (false, outcome.Succeeded ? outcome.Value : null, outcome.Faults);
        if (outcome.Succeeded && !dryRun)
            await OnImported.InvokeAsync();
    }
}
