using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>The devices a leaf of history asks: how many, how many of them were heard since the window began, and when the last one was.</summary>
internal readonly record struct Fleet(int Count, int HeardInWindow, long LastHeardMs, double ShortestIntervalMs)
{
    internal static Fleet Of(DeviceSelector devices, long fromMs, EvaluationContext context)
    {
        var count = 0;
        var heard = 0;
        var lastMs = 0L;
        var intervalMs = double.PositiveInfinity;
        foreach (var device in context.Select(devices))
        {
            count++;
            heard += device.LastHeardMs != 0 && device.LastHeardMs >= fromMs ? 1 : 0;
            lastMs = Math.Max(lastMs, device.LastHeardMs);
            intervalMs = Math.Min(intervalMs, device.Class.ReportInterval.TotalMilliseconds);
        }

        return new Fleet(count, heard, lastMs, intervalMs);
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
