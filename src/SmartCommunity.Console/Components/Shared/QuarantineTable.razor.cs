using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Quarantined payloads with reason and sample; rows are selected into the page's own set.</summary>
public sealed partial class QuarantineTable
{
    /// <summary>Characters of a sample shown in the table; the whole sample is in the mapping dialog.</summary>
    private const int ShortLength = 160;

    /// <summary>The payloads.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<QuarantineView> Rows { get; set; } = [];

    /// <summary>Communities, for their names; one that is not among them is named by its code.</summary>
    [Parameter]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Ids selected; changed in place.</summary>
    [Parameter, EditorRequired]
    public required HashSet<long> Selected { get; set; }

    /// <summary>True when rows can be selected.</summary>
    [Parameter]
    public bool CanSelect { get; set; } = true;

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>A payload's field is to be mapped.</summary>
    [Parameter]
    public EventCallback<QuarantineView> OnMap { get; set; }

    /// <summary>The selection changed.</summary>
    [Parameter]
    public EventCallback OnSelectionChanged { get; set; }

    private bool AllSelected => Rows.Count > 0 && Rows.All(r => Selected.Contains(r.Id));

    private static string Short(string text) => text.Length <= ShortLength ? text : text[..ShortLength] + "…";

    private Task SelectAsync(long id, bool selected)
    {
        _ = selected ? Selected.Add(id) : Selected.Remove(id);
        return OnSelectionChanged.InvokeAsync();
    }

    private Task SelectAllAsync(ChangeEventArgs args)
    {
        if (args.Value is true)
            Selected.UnionWith(Rows.Select(r => r.Id));
        else
            Selected.ExceptWith(Rows.Select(r => r.Id));
        return OnSelectionChanged.InvokeAsync();
    }
}
