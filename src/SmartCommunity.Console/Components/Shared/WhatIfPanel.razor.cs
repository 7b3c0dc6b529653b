using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.WhatIf;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// What edits would do to a community's score, and the cheapest way to pass. Nothing is written but what people estimate: cost and days of an action. An edit that was removed can be put
/// back.
/// </summary>
public sealed partial class WhatIfPanel : IDisposable
{
    private const string Fact = "setFact", Evidence = "acceptEvidence", Devices = "addDevices", Repair = "repairDevices", Claim = "claimScenario";

    private static readonly string[] Kinds = [Fact, Evidence, Devices, Repair, Claim];

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<(ScoreEdit Edit, string Title)> _edits = [];
    private readonly Dictionary<string, Estimate> _estimates = new(StringComparer.Ordinal);
    private Loader<IReadOnlyList<GapActionView>> _actions = null!;
    private (int Index, ScoreEdit Edit, string Title)? _removed;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Fault> _adviceFaults = [];
    private WhatIfOutcome? _outcome;
    private GapPlan? _plan;
    private string _kind = Fact;
    private string? _target, _value, _daysBudget;
    private (string Community, DateTimeOffset? At)? _loaded;

    [Inject] public required WhatIfDesk WhatIf { get; init; }
    [Inject] public required ActionDesk Actions { get; init; }
    [Inject] public required AdviceDesk Advice { get; init; }
    [Inject] public required ILogger<WhatIfPanel> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The past instant whose score is changed; null: now.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>The panel is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private bool WantsValue => _kind is Fact or Devices;

    private IEnumerable<(string Code, string Title)> Targets => _kind switch
    {
        Fact => (Words.Pack?.Facts ?? []).Select(static f => (f.Code, PackWords.Pick(f.Title))),
        Evidence => (Words.Pack?.Evidence ?? []).Select(static e => (e.Code, PackWords.Pick(e.Title))),
        Claim => (Words.Pack?.Scenarios ?? []).Select(static s => (s.Code, PackWords.Pick(s.Title))),
        _ => DeviceClassCatalogue.Current.All.Select(static c => (c.Code, Text.Words.ClassName(c.Code))),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _actions = new Loader<IReadOnlyList<GapActionView>>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == (Community, At))
            return;
        _loaded = (Community, At);
        await LoadAsync();
        // What was refused meanwhile stays on screen.
        if (_edits.Count > 0)
            await RunAsync();
    }

    private Task LoadAsync() => _actions.LoadAsync(
        async stop =>
        {
            var outcome = await Actions.ListAsync(Community, At, stop);
            _adviceFaults = outcome.Faults;
            return outcome.Succeeded ? outcome.Value! : [];
        },
        _leaving.Token);

    private void ChangeKind(ChangeEventArgs change)
    {
        _kind = change.Value as string ?? Fact;
        (_target, _value) = (null, null);
    }

    private async Task AddAsync()
    {
        var edit = new ScoreEdit { Kind = _kind };
        var number = decimal.TryParse(_value, NumberStyles.Number, CultureInfo.InvariantCulture, out var typed) ? typed : (decimal?)null;
        edit = _kind switch
        {
            // What is no number goes as it was typed: the answer names the field and the limit.
            Fact => edit with { Fact = _target, Value = number is { } n ? JsonSerializer.SerializeToElement(n) : JsonSerializer.SerializeToElement(_value) },
            Evidence => edit with { Evidence = _target },
            Claim => edit with { Scenario = _target },
            Devices => edit with { Class = _target, Count = number is { } count && count == Math.Floor(count) ? (int)Math.Clamp(count, int.MinValue, int.MaxValue) : null },
            _ => edit with { Class = _target },
        };
        var target = Targets.FirstOrDefault(t => t.Code == _target).Title ?? "–";
        _edits.Add((edit, WantsValue ? $"{L[$"whatif.{_kind}"]} · {target} = {_value}" : $"{L[$"whatif.{_kind}"]} · {target}"));
        await RunAsync();
        // What was refused is not kept, the fields are: they are put right and added again.
        if (_faults.Count > 0)
            _edits.RemoveAt(_edits.Count - 1);
        else
            _value = null;
    }

    private Task SupposeAsync(GapActionView action)
    {
        _edits.AddRange(action.Edits.Select(edit => (edit, TitleOf(action))));
        return RunAsync();
    }

    private Task RemoveAsync(ScoreEdit edit)
    {
        var index = _edits.FindIndex(e => ReferenceEquals(e.Edit, edit));
        _removed = (index, _edits[index].Edit, _edits[index].Title);
        _edits.RemoveAt(index);
        return RunAsync();
    }

    private Task UndoAsync()
    {
        if (_removed is { } removed)
            _edits.Insert(Math.Min(removed.Index, _edits.Count), (removed.Edit, removed.Title));
        _removed = null;
        return RunAsync();
    }

    private Task ClearAsync()
    {
        _edits.Clear();
        _removed = null;
        return RunAsync();
    }

    private async Task RunAsync()
    {
        _faults = [];
        if (_edits.Count == 0)
        {
            _outcome = null;
            return;
        }

        var outcome = await WhatIf.RunAsync(Community, [.. _edits.Select(static e => e.Edit)], At, _leaving.Token);
        _faults = outcome.Faults;
        if (outcome.Succeeded)
            _outcome = outcome.Value;
    }

    private async Task SaveAsync(GapActionView action)
    {
        var estimate = EstimateOf(action);
        var cost = decimal.TryParse(estimate.Cost, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) ? yuan : (decimal?)null;
        var days = int.TryParse(estimate.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : (int?)null;
        var outcome = await Attempt.RunAsync(
            Visitor, Policies.FactsEdit, () => Actions.PutAsync(Community, action.Code, new NewGapAction { Cost = cost, Days = days, EnteredBy = Visitor.Actor }, action.Revision, _leaving.Token), Logger);
        var faults = outcome.Faults;
        await LoadAsync();
        _adviceFaults = faults;
    }

    private async Task AdviseAsync()
    {
        var days = int.TryParse(_daysBudget, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var typed) ? typed : (int?)null;
        if (days is null && !string.IsNullOrWhiteSpace(_daysBudget))
        {
            (_plan, _adviceFaults) = (null, [new Fault(FaultKind.Invalid, "daysBudget", L["advice.wrongDays", _daysBudget])]);
            return;
        }

        var outcome = await Advice.AdviseAsync(Community, new NewAdvice { DaysBudget = days }, At, _leaving.Token);
        (_plan, _adviceFaults) = (outcome.Succeeded ? outcome.Value : null, outcome.Faults);
    }

    private static string TitleOf(GapActionView action) => Languages.Pick(action.TitleZh, action.TitleEn);

    private Estimate EstimateOf(GapActionView action)
    {
        if (!_estimates.TryGetValue(action.Code, out var estimate))
            _estimates[action.Code] = estimate = new Estimate { Cost = action.Cost?.ToString(CultureInfo.InvariantCulture), Days = action.Days?.ToString(CultureInfo.InvariantCulture) };
        return estimate;
    }

    /// <summary>What is in the fields of an action.</summary>
    private sealed class Estimate
    {
        internal string? Cost { get; set; }

        internal string? Days { get; set; }
    }
}
