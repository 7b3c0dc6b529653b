namespace SmartCommunity.Console.Loading;

/// <summary>Who enters, hands in or reviews, as said by the person at this circuit; asked for again after a reload, until there is sign-in.</summary>
public sealed class Author
{
    /// <summary>The name; empty until somebody said it.</summary>
    public string Name { get; set; } = "";
}
