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

    private Task SubmitAsync() => KeepAsync(roster => roster with { Lead = [.. _lead], Fallback = [.. _fallback] });
}
