namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>One thing that is wrong with a DTDL document.</summary>
/// <param name="Line">Line of the document, from 1; 0 when the fault belongs to no line.</param>
/// <param name="Field">Path of the member, e.g. <c>contents[3].schema</c>.</param>
/// <param name="Message">What is wrong and what the limit is.</param>
public readonly record struct DtdlFault(int Line, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, {Field}: {Message}";
}

/// <summary>What a DTDL document holds: its interfaces, or what is wrong with it. With any fault there is no interface.</summary>
/// <param name="Interfaces">The interfaces in document order; empty when there is a fault.</param>
/// <param name="Faults">At most <see cref="DtdlLimits.MaxFaults"/>, in document order; empty when the document is valid.</param>
public sealed record DtdlReading(IReadOnlyList<DtdlInterface> Interfaces, IReadOnlyList<DtdlFault> Faults)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Faults.Count == 0;
}
