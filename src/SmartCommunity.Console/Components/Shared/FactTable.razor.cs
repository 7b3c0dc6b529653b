using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The facts of one scenario by indicator: value, source, day, who, until when, and what is missing, which is opened for entry.</summary>
public sealed partial class FactTable
{
    /// <summary>What they belong to.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Code of the fact that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>A fact is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    /// <summary>The facts.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FactGroup> Groups { get; set; }

    private int Count(FactState state) => Groups.Sum(g => g.Lines.Count(l => l.State == state));

    private static string NameOf(FactView fact) => Languages.Pick(fact.TitleZh, fact.TitleEn);

    private static Condition ConditionOf(FactState state) => state switch
    {
        FactState.Missing => Condition.Offline,
        FactState.Expired => Condition.Warning,
        _ => Condition.Normal,
    };
}
