using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a gateway would read in a payload: canonical measurements with unit, time and quality, events, unknown devices; or the reason why not.</summary>
public sealed partial class BenchResult
{
    /// <summary>The bench's report.</summary>
    [Parameter, EditorRequired]
    public required BenchReport Report { get; set; }
}
