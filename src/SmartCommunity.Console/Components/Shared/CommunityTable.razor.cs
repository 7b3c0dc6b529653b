using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Tables;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One row a community with a total; headings order it, through the page's URL.</summary>
public sealed partial class CommunityTable
{
    private static readonly (string Column, string Word, bool Number)[] Columns =
    [
        ("condition", "col.state", false), ("name", "col.community", false), ("street", "col.street", false), ("online", "col.online", true),
        ("devices", "col.devices", true), ("last", "col.lastMeasured", true), ("rate", "col.rate", true), ("backlog", "col.backlog", true),
    ];

    /// <summary>The rows, in the order to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityRow> Rows { get; set; } = [];

    /// <summary>The order they are in.</summary>
    [Parameter, EditorRequired]
    public CommunitySort Sort { get; set; } = CommunitySort.From(column: null, direction: null);

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>A heading was pressed.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    // A gateway that serves many communities stands in each of their rows, and counts once in the total.
    private long DistinctBacklog => Rows.SelectMany(r => r.Gateways).DistinctBy(g => g.Id).Sum(g => g.BacklogItems);
}
