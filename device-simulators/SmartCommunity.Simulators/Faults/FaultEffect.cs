using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>One fault on one device: when, how strong, and its own chance.</summary>
internal sealed record FaultPlay(SimulatedDevice Device, DeviceClass Class, long FromMs, long ToMs, IReadOnlyDictionary<string, double> With, Dice Dice)
{
    internal double this[string parameter] => With[parameter];

    internal double Hours(long atMs) => (atMs - FromMs) / (double)TimeSpan.MillisecondsPerHour;

    /// <summary>Share of the fault that has passed, 0–1.</summary>
    internal double Part(long atMs) => Math.Clamp((atMs - FromMs) / (double)(ToMs - FromMs), 0, 1);
}

/// <summary>What a device does besides its reports because of a fault.</summary>
internal enum ExtraKind
{
    /// <summary>Reports out of turn.</summary>
    Report,

    /// <summary>Raises an event.</summary>
    Event,

    /// <summary>Loses its connection without a goodbye.</summary>
    Cut,

    /// <summary>Connects again.</summary>
    Restore,

    /// <summary>Tries to log in with a token that is not its own.</summary>
    WrongToken,

    /// <summary>Publishes on a topic that is not its own.</summary>
    ForeignTopic,
}

/// <summary>One thing done out of turn; <paramref name="Text"/> is the event's type or the foreign topic.</summary>
internal readonly record struct Extra(ExtraKind Kind, string Text = "");

/// <summary>
/// How one fault changes one device. Pure: everything follows from <see cref="Play"/> and from the reports it is shown, in order of time.
/// </summary>
internal abstract class FaultEffect(FaultPlay play)
{
    internal FaultPlay Play { get; } = play;

    /// <summary>True: it shapes what comes after its end too, as an exchanged meter does.</summary>
    internal virtual bool Lasts => false;

    /// <summary>True: it also shapes what comes before its beginning, as a register that stands near its end does.</summary>
    internal virtual bool Foreshadows => false;

    internal bool Concerns(long dueMs) => (Foreshadows || dueMs >= Play.FromMs) && (Lasts || dueMs < Play.ToMs);

    /// <summary>Changes a report of the device; called only while it <see cref="Concerns"/>.</summary>
    internal virtual void Shape(Draft report)
    {
    }

    /// <summary>The next instant after the given one at which the device does something out of turn.</summary>
    internal virtual long NextExtraMs(long afterMs) => Behaviour.Never;

    internal virtual Extra ExtraAt(long atMs) => default;

    /// <summary>Sees what the device would measure undisturbed; called once before anything else.</summary>
    internal virtual void Meet(Action<long, ValueSet> probe)
    {
    }

    /// <summary>A quantity of the device's class; null when the class does not measure it.</summary>
    protected Quantity? Of(string name)
    {
        foreach (var quantity in Play.Class.Quantities)
        {
            if (quantity.Name == name)
                return quantity;
        }

        return null;
    }

    protected static bool IsAnalog(Quantity quantity) => quantity.Kind == QuantityKind.Number && !quantity.IsRegister && quantity.Name != "battery";
}
