using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Imports device classes from a DTDL file: it is tried without writing as soon as it is chosen, and again when what stands beside it changes; then it is imported.</summary>
public sealed partial class ModelImportPanel
{
    private byte[] _file = [];
    private ModelImportView? _report;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;
    private string _domain = "";
    private string _code = "";
    private int? _interval;

    [Inject] public required ImportedModels Models { get; init; }
    [Inject] public required ILogger<ModelImportPanel> Logger { get; init; }

    /// <summary>Classes were imported.</summary>
    [Parameter]
    public EventCallback OnImported { get; set; }

    private bool IsNothingNew => _report is null || _report.Models.All(m => m.Outcome == "unchanged");

    private async Task ReadAsync(InputFileChangeEventArgs args)
    {
        (_file, _report, _faults) = ([], null, []);
        if (args.File.Size > ImportedModels.MaxDocumentBytes)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["import.tooLarge", args.File.Size, ImportedModels.MaxDocumentBytes])];
            return;
        }

        _busy = true;
        try
        {
            using var content = new MemoryStream();
            await using var upload = args.File.OpenReadStream(ImportedModels.MaxDocumentBytes);
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

    private Task CheckAgainAsync() => _file.Length > 0 ? RunAsync(dryRun: true) : Task.CompletedTask;

    private async Task ImportAsync()
    {
        await RunAsync(dryRun: false);
        if (_report is { DryRun: false })
            await OnImported.InvokeAsync();
    }

    private async Task RunAsync(bool dryRun)
    {
        _busy = true;
        var beside = new ModelTraits(Model: null, _code.Length == 0 ? null : _code, _domain.Length == 0 ? null : _domain, _interval);
        var outcome = await Attempt.RunAsync(() => Models.ImportAsync(_file, beside, dryRun, Visitor.Actor, CancellationToken.None), Logger);
        (_busy, _report, _faults) = (false, outcome.Succeeded ? outcome.Value : null, outcome.Faults);
    }
}
