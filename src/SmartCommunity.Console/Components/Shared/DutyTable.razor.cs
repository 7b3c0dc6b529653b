using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The streets with who is on duty now and what is missing.</summary>
public sealed partial class DutyTable
{
    /// <summary>The streets.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DutyOverview> Streets { get; set; } = [];

    /// <summary>The one that is open; null: none.</summary>
    [Parameter]
    public string? Street { get; set; }

    /// <summary>Address that opens a street.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> HrefOf { get; set; }
}
