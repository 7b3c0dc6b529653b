using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Every device class, shipped and imported: what it measures within which limits, how many devices have it; import and removal. The filter and the open panel are in the URL.</summary>
public sealed partial class Classes : IDisposable
{
    private const string ImportPanelName = "import";
    private const string ImportedOrigin = "imported";
    private readonly CancellationTokenSource _leaving = new();
    private Loader<IReadOnlyList<ClassRow>> _rows = null!;
    private IReadOnlyList<Fault> _faults = [];
    private string _done = "";

    [Inject] public required ImportedModels Models { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Classes> Logger { get; init; }

    /// <summary><c>imported</c>: only those.</summary>
    [SupplyParameterFromQuery(Name = "origin")]
    public string? Origin { get; set; }

    /// <summary><c>import</c>: the open dialog.</summary>
    [SupplyParameterFromQuery(Name = "panel")]
    public string? Panel { get; set; }

    private bool OnlyImported => Origin == ImportedOrigin;

    private string OriginUrl => Navigation.GetUriWithQueryParameter("origin", OnlyImported ? null : ImportedOrigin);

    private IReadOnlyList<ClassRow> Shown => [.. (_rows.Value ?? []).Where(r => !OnlyImported || r.Imported is not null)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _rows = new Loader<IReadOnlyList<ClassRow>>(Logger);
        return LoadAsync();
    }

    private Task LoadAsync() => _rows.LoadAsync(
        async stop =>
        {
            var devices = await Models.DevicesByClassAsync(stop);
            var catalogue = DeviceClassCatalogue.Current;
            return [.. catalogue.All.Select(c => new ClassRow(c, catalogue.FindImported(c.Code), devices.GetValueOrDefault(c.Code)))];
        },
        _leaving.Token);

    private async Task RemoveAsync(ClassRow row)
    {
        var outcome = await Attempt.RunAsync(Visitor, Policies.DevicesEdit, () => Models.RemoveAsync(row.Class.ModelId, Visitor.Actor, CancellationToken.None), Logger);
        (_faults, _done) = (outcome.Faults, outcome.Succeeded ? L["classes.removed", row.Class.ModelId] : "");
        await LoadAsync();
    }

    private void SetPanel(string? panel) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("panel", panel));
}
