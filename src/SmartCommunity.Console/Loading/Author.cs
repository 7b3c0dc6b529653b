namespace SmartCommunity.Console.Loading;

/// <summary>Who enters, hands in or reviews: whoever signed in with an account; of the demo operator, as said at this circuit, and asked for again after a reload.</summary>
public sealed class Author(Visitor visitor)
{
    private string _name = "";

    /// <summary>Raised when the name became another: every field that asks for it shows it.</summary>
    public event Action? Changed;

    /// <summary>True when the account says it, and nobody is asked.</summary>
    public bool IsKnown => visitor.Caller.Actor is not null;

    /// <summary>The name; empty until somebody said it.</summary>
    public string Name
    {
        get => visitor.Caller.Actor ?? _name;
        set
        {
            if (_name == value)
                return;
            _name = value;
            Changed?.Invoke();
        }
    }
}
