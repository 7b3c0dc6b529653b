namespace SmartCommunity.Cloud.Facts;

/// <summary>How far, in registry versions, a community's log is complete in each kind of what people say. What the log lacks is later than this.</summary>
[GenerateSerializer, Immutable]
[Alias("SmartCommunity.FactsVersions")]
public readonly record struct FactsVersions([property: Id(0)] long Facts, [property: Id(1)] long Evidence, [property: Id(2)] long Steps, [property: Id(3)] long Alerts = 0, [property: Id(4)] long AlertSettings = 0);
