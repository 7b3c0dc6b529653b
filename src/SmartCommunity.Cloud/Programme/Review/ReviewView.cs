using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Cloud.Programme.Review;

/// <summary>A project's review.</summary>
/// <param name="Project">The project.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="IsReviewed">It stands where reviews are held.</param>
/// <param name="Review">What reviewers did.</param>
/// <param name="Findings">Findings of reviews and returns.</param>
/// <param name="Left">What is open.</param>
/// <param name="NextDue">The first day something of it is due by.</param>
/// <param name="CanBeSigned">It runs, and nothing is open.</param>
public sealed record ReviewView(string Project, Words Name, Stage Stage, bool IsReviewed, ProjectReview Review, IReadOnlyList<Finding> Findings, ReviewLeft Left, DateOnly? NextDue, bool CanBeSigned)
{
    /// <summary>The view of a project.</summary>
    public static ReviewView Of(ProjectState project)
    {
        ArgumentNullException.ThrowIfNull(project);
        var left = ReviewLeft.Of(project);
        var isReviewed = ReviewAct.ReviewedStages.Contains(project.Process.Stage);
        return new ReviewView(project.Id, project.Pool.Name, project.Process.Stage, isReviewed, project.Review, project.Process.Findings, left, left.NextDue, isReviewed && project.Review.IsRunning && !left.Any);
    }

    /// <summary>Every project that is reviewed, was, or has something open, in the pool's order; <paramref name="sees"/> says which the asker sees.</summary>
    public static IReadOnlyList<ReviewView> All(ProgrammeState state, Func<string, bool> sees)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Projects.Values.Where(p => sees(p.Id) && p.Process.Ended is null).OrderBy(p => p.Pool.No).ThenBy(p => p.Id, StringComparer.Ordinal).Select(Of).Where(static v => v.IsReviewed || v.Left.Any || v.Review.Challenges.Count + v.Review.Samples.Count > 0)];
    }
}
