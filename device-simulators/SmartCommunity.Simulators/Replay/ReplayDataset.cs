namespace SmartCommunity.Simulators;

/// <summary>The recorded data that can be replayed; each is a folder beside its <c>SOURCE.md</c>.</summary>
public enum ReplayDataset
{
    /// <summary><c>parking_de</c>: free spaces of German car parks, timestamps in UTC. One <c>parkingSite</c> per lot that has a value.</summary>
    CarParks,

    /// <summary><c>uci_household_2days</c>: one household's power by the minute, Sceaux, France. One <c>electricityMeter</c>.</summary>
    HouseholdPower,

    /// <summary>
    /// <c>kasteren_adl</c>: contact sensors of a single resident, Amsterdam. A <c>doorContact</c> per contact; the toilet flush's float is a <c>pir</c>. Each says its state again every report interval of its class.
    /// </summary>
    SingleResident,

    /// <summary><c>occupancy_uci</c>: air of one office room by the minute, Mons, Belgium, and whether someone was in it. One <c>indoorAir</c> and one <c>pir</c>.</summary>
    RoomAir,

    /// <summary><c>parking_de</c> again, by spot: the lots of at most 45 spots as one <c>parkingSpot</c> per spot. How many are occupied is recorded, which of them is assumed.</summary>
    ParkingSpots,
}

/// <summary>
/// Local times without a zone in the recorded files: all three such sets were recorded in winter in Central European Time, and none reaches a change of
/// clocks (household 1–2 Feb 2007, resident 25 Feb – 23 Mar 2008, room 2–18 Feb 2015), so they are read as UTC+01:00.
/// </summary>
internal static class RecordedTime
{
    private static readonly TimeSpan CentralEuropeanWinter = TimeSpan.FromHours(1);

    internal static long OffsetMs => (long)CentralEuropeanWinter.TotalMilliseconds;

    internal static long MsOf(DateTime local) => new DateTimeOffset(local, CentralEuropeanWinter).ToUnixTimeMilliseconds();
}
