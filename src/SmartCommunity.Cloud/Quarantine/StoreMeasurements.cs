using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>
/// Stores measurements that did not come over an uplink, with their own times; the ingest provides it. When it returns, they are durable;
/// when it throws, none of them is stored.
/// </summary>
public delegate Task StoreMeasurements(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken);
