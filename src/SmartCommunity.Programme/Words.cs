namespace SmartCommunity.Programme;

/// <summary>A text people read, in both languages of the console; made where it arises, as it stands in documents that never see the console.</summary>
/// <param name="Zh">Simplified Chinese, the language of the documents.</param>
/// <param name="En">English.</param>
public readonly record struct Words(string Zh, string En)
{
    /// <summary>The text for a language: English for "en" and its regions, else Chinese.</summary>
    public string In(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? En : Zh;
    }

    /// <inheritdoc/>
    public override string ToString() => En;
}
