using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What an unknown device probably is, and what else it may be; id, class and name can be changed before it is adopted.</summary>
public sealed partial class AdoptForm
{
    private string _id = "";
    private string _class = "";
    private string _name = "";

    /// <summary>What it probably is.</summary>
    [Parameter, EditorRequired]
    public required AdoptionGuess Guess { get; set; }

    /// <summary>The class chosen at first, from more payloads than the guess has seen; null: the guess's own.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>It is being adopted.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Why it was not adopted.</summary>
    [Parameter]
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>The device is to be adopted like this.</summary>
    [Parameter]
    public EventCallback<AdoptRequest> OnAdopt { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => (_id, _class, _name) = (Guess.SuggestedId, Class ?? Guess.Class ?? "", Guess.Alias);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private Task AdoptAsync() =>
        OnAdopt.InvokeAsync(new AdoptRequest { Id = _id.Trim(), Class = _class, Name = _name.Trim(), Alias = Guess.Alias });
}
