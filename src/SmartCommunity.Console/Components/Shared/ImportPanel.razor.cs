using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// Imports devices from CSV or a workbook: the file is read and tried without writing first; then it is imported, and the tokens can be saved this once.
/// </summary>
public sealed partial class ImportPanel
{
    /// <summary>Largest file, in bytes: 16 MiB is more than 150,000 rows, two and a half districts.</summary>
    internal const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Row errors shown; more than this is a wrong file, not a list to work through.</summary>
    private const int MaxErrors = 200;

    private byte[] _file = [];
    private ImportReport? _report;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;
    private double _progress;
    private string _phase = "import.reading";

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<ImportPanel> Logger { get; init; }

    /// <summary>Devices were enrolled.</summary>
    [Parameter]
    public EventCallback OnImported { get; set; }

    private static string TemplateUrl(string format) =>
        $"/api/v1/devices/import-template?format={format}&headings={(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh" : "fields")}";

    private int FaultyRows => _report?.Errors.Select(e => e.Line).Distinct().Count() ?? 0;

    private async Task ReadAsync(InputFileChangeEventArgs args)
    {
        (_report, _faults) = (null, []);
        if (args.File.Size > MaxFileBytes)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["import.tooLarge", args.File.Size, MaxFileBytes])];
            return;
        }

        Begin("import.reading");
        try
        {
            using var content = new MemoryStream();
            await using var upload = new CountingStream(args.File.OpenReadStream(MaxFileBytes), read => Progress(read, args.File.Size));
            await upload.CopyToAsync(content);
            _file = content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or JSException or TaskCanceledException)
        {
            Logger.ActionFailed(exception);
            _faults = [new Fault(FaultKind.Unavailable, "file", exception.Message)];
            _busy = false;
            return;
        }

        await RunAsync("import.checking", dryRun: true);
    }

    private async Task ImportAsync()
    {
        await RunAsync("import.importing", dryRun: false);
        if (_report is { DryRun: false })
            await OnImported.InvokeAsync();
    }

    private async Task RunAsync(string phase, bool dryRun)
    {
        Begin(phase);
        await using var table = new CountingStream(new MemoryStream(_file, writable: false), read => Progress(read, _file.Length));
        var outcome = await Attempt.RunAsync(() => Registry.ImportAsync(table, dryRun, CancellationToken.None), Logger);
        _busy = false;
        (_report, _faults) = (outcome.Succeeded ? outcome.Value : null, outcome.Faults);
    }

    private async Task SaveTokensAsync()
    {
        if (!await DownloadInterop.SaveTextAsync(Browser, Logger, "device-tokens.csv", TokenCsv.Of(_report!.Created)))
            _faults = [new Fault(FaultKind.Unavailable, "file", L["import.notSaved"])];
    }

    private void Begin(string phase)
    {
        (_busy, _progress, _phase) = (true, 0, phase);
        StateHasChanged();
    }

    private void Progress(long read, long length)
    {
        const double Visible = 0.05; // A bar that moves in twentieths is read as well, at a twentieth of the renders.
        var progress = length == 0 ? 1 : (double)read / length;
        if (progress - _progress < Visible && progress < 1)
            return;
        _progress = progress;
        _ = InvokeAsync(StateHasChanged);
    }
}
