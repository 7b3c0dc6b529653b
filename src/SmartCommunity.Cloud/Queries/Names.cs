using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Queries;

/// <summary>The names of choices on the wire.</summary>
internal static class Names
{
    internal static IReadOnlyList<(string Name, Downsampling Value)> Downsamplings { get; } =
        [("none", Downsampling.None), ("average", Downsampling.Average), ("minMax", Downsampling.MinMax), ("lttb", Downsampling.Lttb)];

    internal static IReadOnlyList<(string Name, CalendarBucket Value)> Buckets { get; } =
        [("hour", CalendarBucket.Hour), ("day", CalendarBucket.Day), ("week", CalendarBucket.Week), ("month", CalendarBucket.Month)];

    internal static string Of(Downsampling value) => Downsamplings.Single(known => known.Value == value).Name;

    internal static string Of(CalendarBucket value) => Buckets.Single(known => known.Value == value).Name;
}
