namespace SmartCommunity.Console.Components.Pages;

/// <summary>Tokens by which programs act as one's own account: list, make, revoke.</summary>
public sealed partial class TokensPage;
