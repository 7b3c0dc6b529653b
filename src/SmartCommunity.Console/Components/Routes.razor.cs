using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Components;

/// <summary>The router. It knows who is there before it shows a page, and asks the page's policy again at each step within the circuit, where no request is made.</summary>
public sealed partial class Routes
{
    private bool _isKnown;

    [CascadingParameter] private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Visitor.Caller = SignedIn is null ? Caller.Nobody : Caller.Of((await SignedIn).User);
        _isKnown = true;
    }
}
