using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>
/// Stores measurements that did not come over an uplink, with their own times; the ingest provides it. When it returns, they are durable;
/// when it throws, none of them is stored.
/// </summary>
public delegate Task StoreMeasurements(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken);

/// <summary>
/// Stores events that did not come over an uplink; the ingest provides it. When it returns, they are durable; when it throws, none of them is stored. An event that
/// is stored already is stored again: ask first.
/// </summary>
public delegate Task StoreEvents(IReadOnlyList<DecodedEvent> events, CancellationToken cancellationToken);
