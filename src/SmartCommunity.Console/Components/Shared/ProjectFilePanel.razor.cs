using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme.Files;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>一社一档: survey and sections with what is there and what is missing, and a form that takes a document, or its next version, in.</summary>
public sealed partial class ProjectFilePanel
{
    private IBrowserFile? _file;
    private string _section = "";
    private string _title = "";
    private bool _busy;
    private IReadOnlyList<Refusal> _refusals = [];
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required ProjectFiles Files { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<ProjectFilePanel> Logger { get; init; }

    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required ProjectState Project { get; set; }

    /// <summary>The policy it goes by.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>A document was entered.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private Completeness Complete => Project.File.Completeness(Policy.File);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_section.Length == 0)
            _section = Policy.File.Sections[0].Code;
    }

    private string? Wrong(string field) => _refusals.Any(r => r.Field == field) ? "true" : null;

    private async Task EnterAsync()
    {
        (_refusals, _faults) = ([], []);
        if (_file is not { } file)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["project.noFile"])];
            return;
        }

        _busy = true;
        var entered = await Attempt.RunAsync(
            async () =>
            {
                await using var content = file.OpenReadStream(ProjectFiles.MaxBytes);
                return await Files.EnterAsync(Project.Id, _section, _title.Trim().Length == 0 ? file.Name : _title.Trim(), file.Name, on: null, content, Visitor.Caller, Author.Name, CancellationToken.None);
            },
            Logger);
        (_busy, _faults, _refusals) = (false, entered.Faults, entered.Value?.Refusals ?? []);
        if (entered.Value?.Entry is null)
            return;
        (_title, _file) = ("", null);
        await OnChanged.InvokeAsync();
    }
}
