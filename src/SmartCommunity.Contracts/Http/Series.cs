namespace SmartCommunity.Contracts.Http;

/// <summary>Points of one series.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Quantity">Quantity name.</param>
/// <param name="Unit">UCUM unit.</param>
/// <param name="Downsampling"><c>none</c>, <c>average</c>, <c>minMax</c> or <c>lttb</c>, as applied.</param>
/// <param name="Points">Points in order of <c>at</c>.</param>
public sealed record SeriesView(string Device, string Quantity, string Unit, string Downsampling, IReadOnlyList<PointView> Points);

/// <summary>One point.</summary>
public sealed record PointView(DateTimeOffset At, DateTimeOffset ReceivedAt, double Value, int Quality);

/// <summary>Calendar rollups of one series.</summary>
public sealed record RollupView(string Device, string Quantity, string Unit, string Bucket, IReadOnlyList<RollupRowView> Rows);

/// <summary>One calendar bucket, Asia/Shanghai.</summary>
public sealed record RollupRowView(DateTimeOffset Start, DateTimeOffset End, long Count, double Min, double Max, double Average, double Last);

/// <summary>Consumption of one register.</summary>
public sealed record ConsumptionView(string Device, string Quantity, string Unit, string Bucket, IReadOnlyList<ConsumptionRowView> Rows);

/// <summary>Consumption of one calendar bucket; never negative.</summary>
public sealed record ConsumptionRowView(DateTimeOffset Start, DateTimeOffset End, double Delta, bool Estimated, int Resets);
