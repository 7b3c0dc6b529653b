using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The mappings in force, and their removal.</summary>
public sealed partial class MappingList
{
    /// <summary>The mappings.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FieldMappingView> Mappings { get; set; } = [];

    /// <summary>A mapping is to be removed, by its id.</summary>
    [Parameter]
    public EventCallback<long> OnUnmap { get; set; }
}
