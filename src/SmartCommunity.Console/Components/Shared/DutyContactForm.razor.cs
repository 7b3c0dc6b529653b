using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Adds or changes somebody who can be told.</summary>
public sealed partial class DutyContactForm
{
    private readonly List<Way> _ways = [];
    private readonly SortedSet<string> _communities = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _scenarios = new(StringComparer.Ordinal);
    private string _id = "";
    private string _name = "";
    private string _home = "";

    /// <summary>Channels somebody may be reached by.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Channels { get; set; }

    /// <summary>Codes of the street's communities.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Communities { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var contact = Changed(Roster.Contacts);
        (_id, _name, _home) = (contact?.Id ?? "", contact?.Name ?? "", contact?.Home ?? "");
        _communities.UnionWith(contact?.Communities ?? []);
        _scenarios.UnionWith(contact?.Scenarios ?? []);
        _ways.AddRange(contact?.Channels.Select(static c => new Way { Channel = c.Channel, Address = c.Address }) ?? [new Way()]);
    }

    private Task SubmitAsync()
    {
        var contact = new DutyContact
        {
            Id = _id.Trim(), Name = _name.Trim(), Home = _home.Trim(), Communities = [.. _communities], Scenarios = [.. _scenarios],
            Channels = [.. _ways.Select(static w => new DutyAddress(w.Channel, w.Address.Trim()))],
        };
        return KeepAsync(roster => roster with { Contacts = With(roster.Contacts, contact) });
    }

    private sealed class Way
    {
        public string Channel { get; set; } = Cloud.Notify.InAppSettings.ChannelName;

        public string Address { get; set; } = "";
    }
}
