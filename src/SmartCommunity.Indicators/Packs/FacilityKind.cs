namespace SmartCommunity.Indicators.Packs;

/// <summary>A kind of facility that formulas select devices by: what the registry's <c>facilityKind</c> must say for its devices to count.</summary>
public sealed record FacilityKind(string Code, BilingualText Title);
