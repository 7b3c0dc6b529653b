using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Enters, changes or removes one fact, and shows every earlier value. Keyed by code; what somebody else changed meanwhile is not overwritten.</summary>
public sealed partial class FactDrawer
{
    private ElementReference _first;
    private string _value = "";
    private DateOnly? _asOf;
    private string _source = "";
    private bool _inspected;
    private bool _busy;
    private long? _filled;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required FactDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<FactDrawer> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The fact.</summary>
    [Parameter, EditorRequired]
    public required FactLine Line { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>It was entered or changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>It was removed: what stood there.</summary>
    [Parameter]
    public EventCallback<FactView> OnRemoved { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Title => Languages.Pick(Line.Fact.TitleZh, Line.Fact.TitleEn);

    private long Known => Line.Fact.Value is null ? 0 : Line.Fact.Revision;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What is being typed stays when the page loads again and the fact has not changed.
        if (_filled == Known)
            return;
        _filled = Known;
        (_value, _asOf, _source, _inspected) = (EntryText.Field(Line.Fact.Value), Line.Fact.AsOf, Line.Fact.Source, Line.Fact.Inspected);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Line.Definition is not null)
            await JsSafe.TryAsync(Logger, async () => await _first.FocusAsync());
    }

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    private async Task SaveAsync()
    {
        _busy = true;
        var fact = new NewFact { Value = EntryText.Number(_value), AsOf = _asOf, Source = _source.Trim(), Inspected = _inspected, EnteredBy = Author.Name.Trim() };
        var outcome = await Attempt.RunAsync(Visitor, Policies.FactsEdit, () => Desk.PutAsync(Community, Line.Fact.Code, fact, Known, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync()
    {
        _busy = true;
        var before = Line.Fact;
        var outcome = await Attempt.RunAsync(Visitor, Policies.FactsEdit, () => Desk.RemoveAsync(Community, before.Code, Author.Name.Trim(), Known, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnRemoved.InvokeAsync(before);
    }

    private string HistoryValue(JsonElement row)
    {
        var value = row.TryGetProperty("value", out var number) && number.ValueKind == JsonValueKind.Number ? EntryText.Value(number.GetDouble(), Line.Fact.Unit, L) : "–";
        return $"{value} {EntryText.Unit(Line.Fact.Unit)}".TrimEnd();
    }
}
