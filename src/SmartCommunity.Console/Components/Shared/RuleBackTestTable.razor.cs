using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.BackTests;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What rules would have raised, by rule.</summary>
public sealed partial class RuleBackTestTable
{
    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public required BackTestReport Report { get; set; }
}
