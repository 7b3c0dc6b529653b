using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme.Review;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Review;

/// <summary>The projects under review, what is open of each, and whether it is signed.</summary>
public sealed partial class ReviewTable
{
    /// <summary>The reviews, in the pool's order.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ReviewView> Reviews { get; set; }

    /// <summary>The project that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>The day dates are judged by.</summary>
    [Parameter, EditorRequired]
    public DateOnly AsOf { get; set; }

    /// <summary>Address of an open project.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> HrefOf { get; set; }

    private static Condition ConditionOf(ReviewView review) =>
        review.CanBeSigned ? Condition.Normal : review.Review.IsRunning ? Condition.Warning : review.Review.Signatures.Count > 0 ? Condition.Normal : Condition.None;

    private string WordOf(ReviewView review) =>
        review.CanBeSigned ? L["reviewDesk.canBeSigned"] : review.Review.IsRunning ? L["reviewDesk.running"] : review.Review.Signatures is [.., var last] ? L["reviewDesk.signedOn", EntryText.Day(last.On)] : L["reviewDesk.notBegun"];
}
