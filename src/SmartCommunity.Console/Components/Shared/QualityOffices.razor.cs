using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What alerts each office has.</summary>
public sealed partial class QualityOffices
{
    /// <summary>The offices.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<OfficeLoad> Offices { get; set; }

    /// <summary>What a street is called.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> NameOf { get; set; }
}
