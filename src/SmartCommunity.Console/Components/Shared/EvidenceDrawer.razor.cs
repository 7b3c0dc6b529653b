using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A kind of evidence of a community: hand in a document, see what was handed in and what became of it, take it back.</summary>
public sealed partial class EvidenceDrawer
{
    private ElementReference _section;
    private IBrowserFile? _file;
    private string _title = "";
    private DateOnly? _dated;
    private DateOnly? _expires;
    private bool _busy;
    private int _round;
    private string? _said;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required EvidenceDesk Desk { get; init; }
    [Inject] public required EvidenceFiles Files { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<EvidenceDrawer> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The kind with all its pieces.</summary>
    [Parameter, EditorRequired]
    public required EvidenceKind Kind { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>The Asia/Shanghai day on which it stands so.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>Something was handed in or taken back.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync());
    }

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    private async Task SubmitAsync()
    {
        _said = null;
        if (_file is not { } file)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["evidence.noFile"])];
            return;
        }

        if (file.Size > EvidenceFiles.MaxBytes)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["import.tooLarge", file.Size, EvidenceFiles.MaxBytes])];
            return;
        }

        _busy = true;
        var outcome = await Attempt.RunAsync(() => UploadAsync(file), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        (_file, _title, _dated, _expires) = (null, "", null, null);
        _round++; // A file field is only emptied by making another.
        _said = L["evidence.submitted", outcome.Value!.Title];
        await OnChanged.InvokeAsync();
    }

    private async Task<Outcome<EvidenceView>> UploadAsync(IBrowserFile file)
    {
        await using var upload = file.OpenReadStream(EvidenceFiles.MaxBytes);
        var staged = await Files.StageAsync(upload, CancellationToken.None);
        if (!staged.Succeeded)
            return staged.Faults.ToArray();
        var evidence = new NewEvidence
        {
            Kind = Kind.Definition.Code, Title = _title.Trim(), FileName = file.Name, Dated = _dated, Expires = _expires, SubmittedBy = Author.Name.Trim(),
        };
        return await Desk.SubmitAsync(Community, evidence, staged.Value!, CancellationToken.None);
    }
}
