using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How far a command got: queued → sent → delivered → its end, each with its time.</summary>
public sealed partial class CommandLifecycle
{
    private const string Succeeded = "succeeded";
    private const string Failed = "failed";
    private const string Expired = "expired";

    /// <summary>All states, in order; the last three are ends.</summary>
    internal static readonly string[] States = ["queued", "sent", "delivered", Succeeded, Failed, Expired];

    /// <summary>The command.</summary>
    [Parameter, EditorRequired]
    public required CommandView Command { get; set; }

    private IEnumerable<(string State, DateTimeOffset? At)> Steps =>
    [
        ("queued", Command.CreatedAt),
        ("sent", Command.SentAt),
        ("delivered", Command.DeliveredAt),
        (HasEnded(Command) ? Command.State : Succeeded, Command.EndedAt),
    ];

    /// <summary>True when nothing more will happen to it.</summary>
    internal static bool HasEnded(CommandView command) => command.State is Succeeded or Failed or Expired;

    internal static Condition ConditionOf(string state) => state switch
    {
        Succeeded => Condition.Normal,
        Failed => Condition.Alarm,
        Expired => Condition.Warning,
        _ => Condition.Offline,
    };
}
