namespace SmartCommunity.Console.Components.Shared;

/// <summary>Says who leads the street's office, and who is told where nobody else is found.</summary>
public sealed partial class RosterPeopleForm
{
    private readonly List<string> _lead = [];
    private readonly List<string> _fallback = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _lead.AddRange(Roster.Lead);
        _fallback.AddRange(Roster.Fallback);
    }

    private static void Choose(List<string> chosen, string one, bool isChosen)
    {
        chosen.Remove(one);
        if (isChosen)
            chosen.Add(one);
    }

    private Task SubmitAsync() => KeepAsync(roster => roster with { Lead = [.. _lead], Fallback = [.. _fallback] });
}
