using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Tries out a file of rules: its faults with line and field, what it would change, what it would have raised; then it can be put in force.</summary>
public sealed partial class RuleTrial : IDisposable
{
    /// <summary>Progress is shown this often at most.</summary>
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);

    private byte[] _file = [];
    private RuleCheck? _check;
    private BackTestReport? _report;
    private BackTestProgress _progress;
    private CancellationTokenSource? _running;
    private IReadOnlyList<Fault> _faults = [];
    private long _shownAt;
    private int _days = Days[0];
    private bool _isPutting;
    private bool _isReading;

    [Inject] public required RuleDesk Desk { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<RuleTrial> Logger { get; init; }

    /// <summary>The rules were put in force.</summary>
    [Parameter]
    public EventCallback<RulesPutView> OnPut { get; set; }

    /// <summary>A week to see quickly, a month to be sure.</summary>
    private static IReadOnlyList<int> Days { get; } = [7, 30];

    private bool IsBusy => _isReading || _running is not null;

    /// <inheritdoc/>
    public void Dispose() => _running?.Cancel();

    private async Task ReadAsync(InputFileChangeEventArgs args)
    {
        (_file, _check, _report, _faults, _isPutting) = ([], null, null, [], false);
        if (args.File.Size > RuleFile.MaxBytes)
        {
            _faults = [new Fault(FaultKind.Invalid, "file", L["import.tooLarge", args.File.Size, RuleFile.MaxBytes])];
            return;
        }

        _isReading = true;
        try
        {
            using var content = new MemoryStream();
            await using var upload = args.File.OpenReadStream(RuleFile.MaxBytes);
            await upload.CopyToAsync(content);
            _file = content.ToArray();
            var outcome = Desk.Check(_file);
            (_check, _faults) = (outcome.Succeeded ? outcome.Value : null, outcome.Faults);
        }
        catch (Exception exception) when (exception is IOException or JSException or TaskCanceledException)
        {
            Logger.ActionFailed(exception);
            _faults = [new Fault(FaultKind.Unavailable, "file", exception.Message)];
        }
        finally
        {
            _isReading = false;
        }
    }

    private async Task BackTestAsync()
    {
        var (to, running) = (Time.GetUtcNow(), new CancellationTokenSource());
        (_report, _faults, _progress, _running) = (null, [], default, running);
        var scope = new BackTestScope([], to.AddDays(-_days), to, BackTestSource.Series);
        try
        {
            // On threads of its own: the page goes on.
            var outcome = await Attempt.RunAsync(Visitor, Policies.RulesEdit, () => Task.Run(() => Desk.BackTestAsync(_file, scope, Show, running.Token)), Logger);
            (_report, _faults) = (outcome.Succeeded ? outcome.Value : null, running.IsCancellationRequested ? [] : outcome.Faults);
        }
        finally
        {
            _running = null;
            running.Dispose();
        }
    }

    /// <summary>From any thread.</summary>
    private void Show(BackTestProgress progress)
    {
        _progress = progress;
        var shown = Interlocked.Read(ref _shownAt);
        if (Time.GetElapsedTime(shown) < ShowEvery || Interlocked.CompareExchange(ref _shownAt, Time.GetTimestamp(), shown) != shown)
            return;
        _ = InvokeAsync(StateHasChanged);
    }
}
