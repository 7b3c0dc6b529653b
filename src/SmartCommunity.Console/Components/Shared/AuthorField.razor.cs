using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Asks who it is that enters or decides; what was said once is offered again.</summary>
public sealed partial class AuthorField
{
    [Inject] public required Author Author { get; init; }

    /// <summary>Id of the field.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The name was refused.</summary>
    [Parameter]
    public bool IsWrong { get; set; }
}
