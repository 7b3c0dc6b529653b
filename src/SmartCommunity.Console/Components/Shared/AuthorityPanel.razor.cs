using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The certificate authorities of one community: make, import, save the certificate, stop believing. The key is never shown.</summary>
public sealed partial class AuthorityPanel
{
    /// <summary>Digits of a hash that tell authorities apart; the whole one is in the title.</summary>
    internal const int ShownDigits = 16;

    /// <summary>Longest PEM, in characters: an RSA key of 8,192 bits has 6,400.</summary>
    private const int MaxPem = 16_384;

    private Question _asked;
    private AuthorityView? _removing;
    private string _certificate = "";
    private string _key = "";
    private bool _busy;
    private string? _said;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Fault> _formFaults = [];

    [Inject] public required AuthorityDesk Desk { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<AuthorityPanel> Logger { get; init; }

    /// <summary>The community.</summary>
    [Parameter, EditorRequired]
    public required CommunityView Community { get; set; }

    /// <summary>Its authorities, the one that signs first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuthorityView> Authorities { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>The authorities changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private enum Question
    {
        None,
        Create,
        Import,
        Remove,
    }

    private bool IsExpired(AuthorityView authority) => authority.NotAfter.ToUnixTimeMilliseconds() <= NowMs;

    private Condition ConditionOf(AuthorityView authority) => IsExpired(authority) ? Condition.Alarm : authority.Signs ? Condition.Normal : Condition.None;

    private string StateOf(AuthorityView authority) => IsExpired(authority) ? "authority.expired" : authority.Signs ? "authority.signs" : "authority.believed";

    private void Ask(AuthorityView authority) => (_asked, _removing) = (Question.Remove, authority);

    private void Cancel()
    {
        // A private key stays in no field longer than it is needed.
        (_asked, _removing, _formFaults) = (Question.None, null, []);
        _certificate = _key = "";
    }

    private Task ImportAsync() => RunAsync(
        () => Desk.ImportAsync(Community.Code, new NewAuthority { Certificate = _certificate, Key = _key }, Visitor.Actor, CancellationToken.None), "authority.importDone");

    private Task CarryOutAsync() => _asked == Question.Remove
        ? RunAsync(() => Desk.RemoveAsync(Community.Code, _removing!.Sha256, Visitor.Actor, CancellationToken.None), "authority.removeDone")
        : RunAsync(() => Desk.CreateAsync(Community.Code, Visitor.Actor, CancellationToken.None), "authority.createDone");

    private async Task RunAsync(Func<Task<Outcome<AuthorityView>>> action, string word)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(action, Logger);
        (_busy, _formFaults, _faults) = (false, outcome.Faults, []);
        if (!outcome.Succeeded)
            return;
        Cancel();
        _said = L[word, outcome.Value!.Sha256[..ShownDigits]];
        await OnChanged.InvokeAsync();
    }

    private async Task SaveAsync(AuthorityView authority)
    {
        var saved = await DownloadInterop.SaveTextAsync(Browser, Logger, $"authority-{authority.Community}-{authority.Sha256[..ShownDigits]}.pem", authority.Certificate + "\n");
        _faults = saved ? [] : [new Fault(FaultKind.Unavailable, "file", L["import.notSaved"])];
    }
}
