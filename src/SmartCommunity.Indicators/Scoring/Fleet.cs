using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>The devices a leaf of history asks: how many, how many of them were heard since the window began, and when the last one was.</summary>
internal readonly record struct Fleet(int Count, int HeardInWindow, long LastHeardMs)
{
    internal static Fleet Of(DeviceSelector devices, long fromMs, EvaluationContext context)
    {
        var selection = context.Select(devices);
        return new Fleet(selection.Devices.Length, selection.HeardSince(fromMs), selection.LastHeardMs);
    }

    internal void Write(CanonicalBytes bytes)
    {
        bytes.Integer(Count);
        bytes.Integer(HeardInWindow);
        bytes.Integer(LastHeardMs);
    }

    /// <summary>The result with what the fleet says of it: origin, age (the youngest of the leaf's own and, where silence is information, of any device heard) and coverage.</summary>
    internal FormulaResult Stamp(FormulaResult result, long atMs, double expected, double present) =>
        Count == 0 && atMs == 0
            ? FormulaResult.Missing(MissingReason.NoDevices) with { Origins = InputOrigins.Live }
            : result with { Origins = InputOrigins.Live, Live = atMs == 0 ? LeafAges.None : LeafAges.Of(atMs), Expected = expected, Present = present };
}
