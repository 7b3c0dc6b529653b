namespace SmartCommunity.Console.Components.Layout;

/// <summary>On every page for as long as the demo operator is signed in: whoever sits here may do everything. It cannot be put away.</summary>
public sealed partial class DemoBanner;
