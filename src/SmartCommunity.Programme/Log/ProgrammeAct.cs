using System.Text.Json.Serialization;

namespace SmartCommunity.Programme.Log;

/// <summary>
/// Something done in the programme, as it stands in the log. An act knows when it is refused and what it changes; both are pure: the same state and the same act give the same answer, whenever it is asked.
/// What an act needs from outside (readiness, scores, an office's settings) is carried in it, put there by the cloud before it is checked. Immutable; stored under the type's name in camel case, which never changes.
/// </summary>
public abstract record ProgrammeAct
{
    /// <summary>The project it is about; null when it is about the programme as a whole.</summary>
    [JsonIgnore]
    public abstract string? Subject { get; }

    /// <summary>Day it happened, Asia/Shanghai, which may be before it was entered, never after; null for the day of entry.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Why it is refused; empty when it may be done.</summary>
    public abstract IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context);

    /// <summary>The state after it. Only called for an act that is not refused, or is in the log already.</summary>
    public abstract ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry);

    /// <summary>The day it happened.</summary>
    public DateOnly Day(ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return On ?? entry.Today;
    }
}

/// <summary>Who does it and when, and by which policy.</summary>
/// <param name="Today">The calendar day, Asia/Shanghai.</param>
/// <param name="Actor">A person's sign-in name, or <see cref="ProgrammeEntry.System"/>.</param>
/// <param name="Policies">The packs known.</param>
public sealed record ActContext(DateOnly Today, string Actor, Policies.PolicyLibrary Policies)
{
    /// <summary>The policy a project goes by: the one it was listed under, else the one in force.</summary>
    public Policies.PolicyPack PolicyOf(ProgrammeState state, string project)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Policies.Of(state.Projects.TryGetValue(project, out var found) ? found.Policy ?? state.Policy : state.Policy);
    }
}

/// <summary>Why an act is refused: the field or thing that is wrong, the rules that say so, in words.</summary>
/// <param name="Field">The act's field, or the thing that is missing.</param>
/// <param name="Why">What is wrong, the limit, and what would do.</param>
/// <param name="Rules">Ids of the policy's rules; empty when it is not the policy that refuses.</param>
public sealed record Refusal(string Field, Words Why, params IReadOnlyList<string> Rules);
