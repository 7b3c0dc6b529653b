using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Under which pack and project type a community stands and what it claims; changing it first says what that changes.</summary>
public sealed partial class StandingPanel
{
    private readonly SortedSet<string> _claimed = new(StringComparer.Ordinal);
    private string _pack = "";
    private string _type = "";
    private DateOnly? _listedOn;
    private bool _isOpen;
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required StandingDesk Desk { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<StandingPanel> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The standing; null: nobody said.</summary>
    [Parameter, EditorRequired]
    public required StandingView? Standing { get; set; }

    /// <summary>Its facts, to say which a new pack would lack.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FactView> Facts { get; set; } = [];

    /// <summary>Its kinds of records, for the same.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RecordKind> Records { get; set; } = [];

    /// <summary>It was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private StandardPack? Pack => Packs.Find(_pack);

    private ProjectType? Type => Pack?.FindProjectType(_type);

    private IReadOnlyList<string> Effects => Pack is { } pack && Type is { } type
        ? [.. StandingEffects.Of(Standing, Standing is null ? null : Packs.Find(Standing.Pack), pack, type, _claimed, Facts, Records).Select(e => L[$"standing.effect.{e.Code}", [.. e.Arguments]].Value)]
        : [];

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    private void Toggle()
    {
        (_isOpen, _faults) = (!_isOpen, []);
        (_pack, _type, _listedOn) = (Standing?.Pack ?? "", Standing?.ProjectType ?? "", Standing?.ListedOn);
        _claimed.Clear();
        _claimed.UnionWith(Standing?.Claimed ?? []);
    }

    private void ChoosePack(string name)
    {
        _pack = name;
        ChooseType(Pack?.FindProjectType(_type)?.Code ?? "");
    }

    // What the new type does not offer cannot be claimed.
    private void ChooseType(string code)
    {
        _type = code;
        _claimed.IntersectWith(Type?.Optional ?? []);
    }

    private void Claim(string scenario, bool isClaimed)
    {
        if (isClaimed)
            _claimed.Add(scenario);
        else
            _claimed.Remove(scenario);
    }

    private async Task SaveAsync()
    {
        _busy = true;
        var standing = new NewStanding { Pack = _pack, ProjectType = _type, ListedOn = _listedOn, Claimed = [.. _claimed], EnteredBy = Author.Name.Trim() };
        var outcome = await Attempt.RunAsync(Visitor, Policies.StandingEdit, () => Desk.PutAsync(Community, standing, Standing?.Revision ?? 0, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        _isOpen = false;
        await OnChanged.InvokeAsync();
    }
}
