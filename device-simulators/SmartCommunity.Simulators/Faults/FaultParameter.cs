namespace SmartCommunity.Simulators;

/// <summary>One number a fault takes.</summary>
/// <param name="Name">Its name, in scripts and on the command line.</param>
/// <param name="Unit">UCUM unit; <c>1</c> for a plain number.</param>
/// <param name="Min">Least value, inclusive.</param>
/// <param name="Max">Greatest value, inclusive.</param>
/// <param name="Standard">The value when none is given.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record FaultParameter(string Name, string Unit, double Min, double Max, double Standard, string Meaning);

/// <summary>How much a fault falls on at once.</summary>
public enum FaultScope
{
    /// <summary>One device.</summary>
    Device,

    /// <summary>Every device of one elder's home that the fault concerns.</summary>
    Home,

    /// <summary>Every device of one community that the fault concerns.</summary>
    Community,
}
