using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Mapping;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What is put on the mapping bench: sender, dialect, profile, topic and payload. Writes into the page's own draft.</summary>
public sealed partial class BenchForm
{
    private string _name = "";

    /// <summary>The draft; changed in place.</summary>
    [Parameter, EditorRequired]
    public required BenchDraft Draft { get; set; }

    /// <summary>Kind of profile that the draft's dialect is read through; null: it needs none.</summary>
    [Parameter]
    public string? Kind { get; set; }

    /// <summary>Communities to choose from.</summary>
    [Parameter]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Profiles to choose from.</summary>
    [Parameter]
    public IReadOnlyList<ProfileView> Profiles { get; set; } = [];

    /// <summary>Something is on its way.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>The payload is to be read.</summary>
    [Parameter]
    public EventCallback OnRead { get; set; }

    /// <summary>Sender or dialect changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The chosen profile's body is to be edited here.</summary>
    [Parameter]
    public EventCallback OnEditProfile { get; set; }

    /// <summary>The body edited here is to be kept under this name.</summary>
    [Parameter]
    public EventCallback<string> OnSaveProfile { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_name.Length == 0)
            _name = Draft.Profile;
    }

    private Task ChangedAsync() => OnChanged.InvokeAsync();

    private void OnProfileChanged() => (Draft.ProfileBody, _name) = (null, Draft.Profile);
}
