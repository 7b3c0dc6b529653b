namespace SmartCommunity.Console.Components.Layout;

/// <summary>Who is signed in with an account, the way to another password, and out.</summary>
public sealed partial class SignedInBar;
