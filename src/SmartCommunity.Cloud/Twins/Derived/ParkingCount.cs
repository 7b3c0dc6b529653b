namespace SmartCommunity.Cloud.Twins.Derived;

/// <summary>
/// The spots of a site by state. Always free + occupied + closed + unknown = total: every spot is counted once, and one that is not heard, or says something the
/// platform does not trust, is unknown.
/// </summary>
internal readonly record struct ParkingCount(int Free, int Occupied, int Closed, int Unknown)
{
    /// <summary>Gates and spots may differ by this share of all spots, in percent; beyond it one of them counts wrongly.</summary>
    internal const double DriftLimitPercent = 5;

    private const double Percent = 100;

    /// <summary>All spots.</summary>
    internal int Total => Free + Occupied + Closed + Unknown;

    /// <summary>Occupied over all, 0 to 1; null for a site without spots.</summary>
    internal double? Occupancy => Total == 0 ? null : (double)Occupied / Total;

    /// <summary>
    /// How far the cars inside by the gates lie from what the spots allow, in percent of all spots. An unknown spot may hold a car or not, so the
    /// spots allow Occupied to Occupied + Unknown.
    /// </summary>
    internal double DriftPercent(double inside)
    {
        if (Total == 0)
            return 0;
        var apart = Math.Max(0, Math.Max(Occupied - inside, inside - (Occupied + Unknown)));
        return Math.Min(Percent, apart * Percent / Total);
    }
}

/// <summary>What the gates of a site counted since they were set to zero.</summary>
internal sealed class GateCount
{
    /// <summary>When, epoch milliseconds.</summary>
    internal long ZeroedAtMs { get; set; }

    /// <summary>Cars on the spots then.</summary>
    internal int OccupiedAtZero { get; set; }

    /// <summary>Entries minus exits since.</summary>
    internal double Balance { get; set; }

    /// <summary>Registers of each gate as last counted.</summary>
    internal SortedDictionary<string, (double Entries, double Exits)> Seen { get; } = new(StringComparer.Ordinal);
}
