using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Tokens of an account, each to be revoked; where it is one's own, another can be made, and is shown once.</summary>
public sealed partial class TokenList : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<IReadOnlyList<ApiTokenView>> _tokens = null!;
    private MadeApiTokenView? _made;
    private IReadOnlyList<Fault> _faults = [];
    private string _name = "";
    private int _days = new NewApiToken { Name = "" }.Days;
    private bool _busy;

    [Inject] public required ApiTokens Tokens { get; init; }
    [Inject] public required ILogger<TokenList> Logger { get; init; }

    /// <summary>Id of the account; another one needs another key.</summary>
    [Parameter, EditorRequired]
    public required string Person { get; set; }

    /// <summary>Who revokes.</summary>
    [Parameter, EditorRequired]
    public required string Actor { get; set; }

    /// <summary>It is the visitor's own account.</summary>
    [Parameter]
    public bool MayMake { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _tokens = new Loader<IReadOnlyList<ApiTokenView>>(Logger);
        return LoadAsync();
    }

    private Task LoadAsync() => _tokens.LoadAsync(stop => Tokens.ListAsync(Person, stop), _leaving.Token);

    private async Task MakeAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Tokens.MakeAsync(Visitor.Caller, new NewApiToken { Name = _name, Days = _days }, CancellationToken.None), Logger);
        (_busy, _faults, _made) = (false, Worded(outcome.Faults), outcome.Value);
        if (!outcome.Succeeded)
            return;
        _name = "";
        await LoadAsync();
    }

    private async Task RevokeAsync(string id)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Tokens.RevokeAsync(Person, id, Actor, CancellationToken.None), Logger);
        (_busy, _faults, _made) = (false, outcome.Faults, null);
        await LoadAsync();
    }

    private Fault[] Worded(IReadOnlyList<Fault> faults) =>
    [
        .. faults.Select(f => f with
        {
            Field = "",
            Message = (f.Kind, f.Field) switch
            {
                (FaultKind.Invalid, "name") => L["tokens.nameRule", ApiTokens.MaxName],
                (FaultKind.Invalid, "days") => L["tokens.daysRule", ApiTokens.MaxDays],
                (FaultKind.Conflict, _) => L["tokens.tooMany", ApiTokens.MaxTokens],
                _ => f.Message,
            },
        }),
    ];
}
