using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Sets an override, an away mode or a maintenance window. Keyed by kind.</summary>
public sealed partial class SettingForm
{
    private const long HourMs = 3_600_000;

    /// <summary>What is proposed: a visit of the maintainer, a stay at a hospital.</summary>
    private const int WindowHours = 2, AwayHours = 72;

    private readonly Dictionary<string, string?> _numbers = new(StringComparer.Ordinal);
    private string _community = "";
    private string _targets = "";
    private string _rule = "";
    private string[] _rules = [];
    private string _until = "";
    private string _reason = "";
    private bool _off;
    private bool _busy;
    private IReadOnlyList<SettableRule> _settable = [];
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required SettingsDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<SettingForm> Logger { get; init; }

    /// <summary><c>override</c>, <c>away</c> or <c>window</c>.</summary>
    [Parameter, EditorRequired]
    public required string Kind { get; set; }

    /// <summary>Communities to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CommunityView> Places { get; set; }

    /// <summary>Community to begin with; empty: the first.</summary>
    [Parameter]
    public string Community { get; set; } = "";

    /// <summary>Twin id to begin with; empty: none.</summary>
    [Parameter]
    public string Target { get; set; } = "";

    /// <summary>Rule to begin with; empty: the first.</summary>
    [Parameter]
    public string Rule { get; set; } = "";

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>It is set.</summary>
    [Parameter]
    public EventCallback<AlertSettingView> OnDone { get; set; }

    private IReadOnlyList<string> Numbers => _settable.FirstOrDefault(r => r.Id == _rule)?.Numbers ?? [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _community = Community.Length > 0 ? Community : Places.Count > 0 ? Places[0].Code : "";
        _settable = Desk.Rules;
        _rule = (_settable.FirstOrDefault(r => r.Id == Rule && !r.IsSafety) ?? _settable.First(static r => !r.IsSafety)).Id;
        _rules = _settable.Any(r => r.Id == Rule) ? [Rule] : [];
        _targets = Target;
        _until = Kind switch { "window" => SettingText.Field(NowMs + (WindowHours * HourMs)), "away" => SettingText.Field(NowMs + (AwayHours * HourMs)), _ => "" };
        Aim();
    }

    /// <summary>A window of a community that was just chosen concerns it as a whole until somebody says otherwise.</summary>
    private void Aim()
    {
        if (Kind == "window" && (_targets.Length == 0 || _targets.StartsWith("community:", StringComparison.Ordinal)))
            _targets = $"community:{_community}";
    }

    private string? Wrong(string field) => _faults.Any(f => f.Field == field || f.Field.StartsWith($"{field}[", StringComparison.Ordinal)) ? "true" : null;

    private async Task SubmitAsync()
    {
        var faults = new List<Fault>();
        var setting = Setting(faults);
        _faults = faults;
        if (faults.Count > 0)
            return;
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Desk.AddAsync(setting, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnDone.InvokeAsync(outcome.Value!);
    }

    private NewAlertSetting Setting(List<Fault> faults)
    {
        var isOverride = Kind == "override";
        return new NewAlertSetting
        {
            Kind = Kind, Community = _community, Targets = _targets.Split([' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Rules = isOverride ? [_rule] : Kind == "window" ? _rules : [], Until = ScoreText.TryInstant(_until, out var until) ? until : null, Reason = _reason.Trim(), Actor = Author.Name.Trim(),
            Numbers = !isOverride ? null : _off ? new RuleNumbers(Off: true) : new RuleNumbers(
                Limit: Number("limit", faults), Clear: Number("clear", faults), ForSeconds: (long?)Whole("forSeconds", faults), Readings: (int?)Whole("readings", faults),
                DayMinutes: (int?)Whole("dayMinutes", faults), NightMinutes: (int?)Whole("nightMinutes", faults)),
        };
    }

    private double? Whole(string name, List<Fault> faults)
    {
        var number = Number(name, faults);
        if (number is not { } value || (value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue))
            return number;
        faults.Add(new Fault(FaultKind.Invalid, $"numbers.{name}", L["care.notWhole"]));
        return null;
    }

    private double? Number(string name, List<Fault> faults)
    {
        if (!Numbers.Contains(name) || _numbers.GetValueOrDefault(name)?.Trim() is not { Length: > 0 } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        faults.Add(new Fault(FaultKind.Invalid, $"numbers.{name}", L["care.notNumber"]));
        return null;
    }
}
