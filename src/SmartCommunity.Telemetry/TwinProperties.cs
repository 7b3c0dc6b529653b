namespace SmartCommunity.Telemetry;

/// <summary>
/// How desired and reported properties travel in the native dialect. The cloud sends desired ones as the command <see cref="SetCommand"/> with
/// <c>{"version":n,"properties":{…}}</c>; the device tells what it has as the event <see cref="ReportedEvent"/>, whose <c>data</c> are the properties
/// (<c>null</c> takes one away, absent ones stay). Every class takes the command and raises the event, besides its own.
/// </summary>
public static class TwinProperties
{
    /// <summary>Name of the command that carries desired properties.</summary>
    public const string SetCommand = "setProperties";

    /// <summary>Type of the event that carries reported properties.</summary>
    public const string ReportedEvent = "reported";
}
