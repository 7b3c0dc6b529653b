using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The kinds of records a pack asks for, those without any first.</summary>
public sealed partial class RecordKinds
{
    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The kinds.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RecordKind> Kinds { get; set; } = [];

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Code of the kind whose records are listed.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>Records of a kind are to be listed.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    private string Url(RecordKind kind, string format) =>
        $"/api/v1/communities/{Community}/tables/records/{kind.Definition.Code}?format={format}&headings={(Languages.IsChinese ? "zh" : "fields")}";
}
