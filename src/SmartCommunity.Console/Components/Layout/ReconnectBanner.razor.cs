namespace SmartCommunity.Console.Components.Layout;

/// <summary>Says that the page is frozen while its circuit is away; <c>shell.js</c> shows and hides it, because the server then cannot.</summary>
public sealed partial class ReconnectBanner;
