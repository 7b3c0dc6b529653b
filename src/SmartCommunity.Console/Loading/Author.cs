namespace SmartCommunity.Console.Loading;

/// <summary>Who enters, hands in or reviews, as said by the person at this circuit; asked for again after a reload, until there is sign-in.</summary>
public sealed class Author
{
    private string _name = "";

    /// <summary>Raised when the name became another: every field that asks for it shows it.</summary>
    public event Action? Changed;

    /// <summary>The name; empty until somebody said it.</summary>
    public string Name
    {
        get => _name;
        set
        {
            if (_name == value)
                return;
            _name = value;
            Changed?.Invoke();
        }
    }
}
