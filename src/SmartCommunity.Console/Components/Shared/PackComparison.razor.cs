using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Two packs, point by point, and every community's score under the one and under the other. Keyed by the packs.</summary>
public sealed partial class PackComparison : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<Effects> _effects = null!;
    private PackDiff? _diff;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required PackDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required ILogger<PackComparison> Logger { get; init; }

    /// <summary><c>id@version</c> of the one.</summary>
    [Parameter, EditorRequired]
    public required string A { get; set; }

    /// <summary><c>id@version</c> of the other.</summary>
    [Parameter, EditorRequired]
    public required string B { get; set; }

    /// <summary>The comparison is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _effects = new Loader<Effects>(Logger);
        var diff = Desk.Diff(A, B);
        (_diff, _faults) = (diff.Succeeded ? diff.Value : null, diff.Faults);
        return _diff is null ? Task.CompletedTask : LoadAsync();
    }

    private Task LoadAsync() => _effects.LoadAsync(
        async stop =>
        {
            var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
            var effects = await Desk.EffectAsync(A, B, typeA: null, typeB: null, stop);
            return new Effects(effects.Succeeded ? effects.Value! : [], places);
        },
        _leaving.Token);

    private static string Signed(double points) => points.ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private sealed record Effects(IReadOnlyList<PackEffect> All, IReadOnlyList<CommunityView> Places);
}
