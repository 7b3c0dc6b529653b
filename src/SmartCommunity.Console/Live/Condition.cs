namespace SmartCommunity.Console.Live;

/// <summary>How something does, as the console shows it: always a colour, a shape and a word together.</summary>
public enum Condition
{
    /// <summary>● As it should be.</summary>
    Normal,

    /// <summary>▲ Degraded: look at it today.</summary>
    Warning,

    /// <summary>◆ Act now.</summary>
    Alarm,

    /// <summary>○ Not heard.</summary>
    Offline,

    /// <summary>– There is nothing to judge.</summary>
    None,
}
