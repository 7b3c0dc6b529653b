using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One piece of evidence for its reviewer: the document, what needs it, and the decision. Keyed by piece.</summary>
public sealed partial class ReviewDrawer
{
    private ElementReference _section;
    private ElementReference _comment;
    private DateOnly? _expires;
    private string _score = "";
    private string _text = "";
    private bool _inspected;
    private bool _busy;
    private bool _leadToComment;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required EvidenceDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<ReviewDrawer> Logger { get; init; }

    /// <summary>The piece.</summary>
    [Parameter, EditorRequired]
    public required QueuedEvidenceView Queued { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The words of its community's pack.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Today, Asia/Shanghai.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>There is one before it.</summary>
    [Parameter]
    public bool CanStepBack { get; set; }

    /// <summary>There is one after it.</summary>
    [Parameter]
    public bool CanStepOn { get; set; }

    /// <summary>The one before (−1) or after (1) is to be opened.</summary>
    [Parameter]
    public EventCallback<int> OnStep { get; set; }

    /// <summary>It was accepted, refused or taken back.</summary>
    [Parameter]
    public EventCallback<EvidenceView> OnDecided { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private EvidenceView Piece => Queued.Evidence;

    /// <inheritdoc/>
    protected override void OnInitialized() => _expires = Queued.Evidence.Expires;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Single letters are keys here: the drawer has the focus, no field.
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync());
        if (!_leadToComment)
            return;
        _leadToComment = false;
        await JsSafe.TryAsync(Logger, async () => await _comment.FocusAsync());
    }

    private static string CommentOf(JsonElement row) => row.TryGetProperty("comment", out var comment) ? comment.GetString() ?? "" : "";

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    // Refusing needs a reason: the first press leads to its field, once the page shows why.
    private async Task RefuseAsync()
    {
        await DecideAsync("refused");
        _leadToComment = _faults.Any(static f => f.Field == "comment");
    }

    private async Task DecideAsync(string decision)
    {
        double? score = null;
        if (_score.Trim() is { Length: > 0 } text)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                _faults = [new Fault(FaultKind.Invalid, "score", L["review.scoreWrong", text])];
                return;
            }

            score = number;
        }

        _busy = true;
        var review = new NewReview
        {
            Decision = decision, Reviewer = Author.Name.Trim(), Comment = _text.Trim(), Score = score, Inspected = decision == "accepted" && _inspected, Expires = _expires,
        };
        var outcome = await Attempt.RunAsync(() => Desk.ReviewAsync(Piece.Community, Piece.Id, review, Piece.Revision, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnDecided.InvokeAsync(outcome.Value);
    }

    private Task WithdrawnAsync() => OnDecided.InvokeAsync(Piece with { State = "withdrawn" });
}
