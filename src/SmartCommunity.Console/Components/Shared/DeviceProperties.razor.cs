using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// Desired beside reported properties, with what is still pending, and an editor of the desired ones. A change is refused when the twin was changed by somebody else since
/// it was shown.
/// </summary>
public sealed partial class DeviceProperties
{
    private const string Pending = "property.pending";
    private const string Applied = "property.applied";

    private const string Example = """{"reportIntervalS": 60}""";

    private string _patch = "";
    private string? _said;
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required TwinDesk Desk { get; init; }
    [Inject] public required ILogger<DeviceProperties> Logger { get; init; }

    /// <summary>The device's twin.</summary>
    [Parameter, EditorRequired]
    public required TwinDetailView Twin { get; set; }

    /// <summary>True for a retired device, of which nothing can be desired.</summary>
    [Parameter]
    public bool IsRetired { get; set; }

    /// <summary>The twin changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private List<(string Name, string? Desired, string? Reported, string State)> Rows =>
    [
        .. Names(Twin.Desired).Union(Names(Twin.Reported), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (name, Written(Twin.Desired, name), Written(Twin.Reported, name), StateOf(name))),
    ];

    private static IEnumerable<string> Names(PropertiesView properties) => properties.Values.EnumerateObject().Select(p => p.Name);

    private static string? Written(PropertiesView properties, string name) => properties.Values.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private string StateOf(string name) =>
        Twin.Pending.Contains(name) ? Pending : Twin.Desired.Values.TryGetProperty(name, out _) ? Applied : "property.only";

    private async Task ChangeAsync()
    {
        _said = null;
        if (!TryRead(out var patch) || !TwinId.TryParse(Twin.Id, out var id))
            return;
        _busy = true;
        var outcome = await Attempt.RunAsync(Visitor, Policies.DevicesEdit, () => Desk.DesireAsync(id, patch, Twin.Revision, CancellationToken.None), Logger);
        _busy = false;
        _faults = outcome.Faults;
        if (outcome.Succeeded)
        {
            _said = L["property.done", outcome.Value!.DesiredVersion];
            _patch = "";
        }

        // After a refusal too: it may have been for another revision than the one shown.
        await OnChanged.InvokeAsync();
    }

    private bool TryRead(out JsonElement patch)
    {
        patch = default;
        try
        {
            patch = JsonElement.Parse(_patch);
            return true;
        }
        catch (JsonException exception)
        {
            _faults = [new Fault(FaultKind.Invalid, "desired", L["property.bad", exception.Message])];
            return false;
        }
    }
}
