using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>What every form about a project's ground does: submits an act, shows why it was refused with the rules' ids, and says when it was done.</summary>
public abstract class GroundForm : ComponentBase
{
    private ILogger? _logger;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required Visitor Person { get; init; }
    [Inject] public required ILoggerFactory Loggers { get; init; }

    /// <summary>The project it is about.</summary>
    [Parameter, EditorRequired]
    public required string Project { get; set; }

    /// <summary>Something was entered.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    /// <summary>An act as those entered here: whatever is said of ground and resources is said by the same roles.</summary>
    public static ProgrammeAct AnyEntry { get; } = new SpaceRemoved("", "", "");

    /// <summary>The person has one of these roles; what it may not send is not offered.</summary>
    protected bool MayEnter => Person.May(AnyEntry);

    /// <summary>Why the last act was refused.</summary>
    protected IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>An act is under way.</summary>
    protected bool Busy { get; private set; }

    /// <summary>The log of the form's own class.</summary>
    protected ILogger Logger => _logger ??= Loggers.CreateLogger(GetType());

    /// <summary>Submits; true when it was taken.</summary>
    protected async Task<bool> SubmitAsync(ProgrammeAct act)
    {
        Busy = true;
        var outcome = await Attempt.RunAsync<Submission>(async () => await Desk.SubmitAsync(act, Person.Caller, Author.Name, CancellationToken.None), Logger);
        Busy = false;
        Faults = outcome.Succeeded ? [.. outcome.Value!.Refusals.Select(FaultOf)] : outcome.Faults;
        if (Faults.Count == 0)
            await OnDone.InvokeAsync();
        return Faults.Count == 0;
    }

    /// <summary>Shows a fault of the form itself; false.</summary>
    protected bool Refuse(string field, string message)
    {
        Faults = [new Fault(FaultKind.Invalid, field, message)];
        return false;
    }

    /// <summary>A number a person typed; null when the field is empty or no number.</summary>
    protected static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An id that is free: the stem and a number.</summary>
    protected static string NewId(string stem, IEnumerable<string> taken)
    {
        var known = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(known.Count + 1, known.Count + 1).Select(n => $"{stem}-{n.ToString(CultureInfo.InvariantCulture)}").First(id => !known.Contains(id));
    }

    private static Fault FaultOf(Refusal refusal) => new(
        FaultKind.Conflict, refusal.Field, refusal.Rules.Count == 0 ? refusal.Why.In(CultureInfo.CurrentUICulture.Name) : $"{refusal.Why.In(CultureInfo.CurrentUICulture.Name)} [{string.Join(", ", refusal.Rules)}]");
}
