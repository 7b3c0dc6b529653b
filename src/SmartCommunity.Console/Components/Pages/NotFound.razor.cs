namespace SmartCommunity.Console.Components.Pages;

/// <summary>An address the console does not have.</summary>
public sealed partial class NotFound;
