using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>Something a device said happened.</summary>
public sealed record EventView(
    string Community, string Device, string Type, string EventId, DateTimeOffset At, DateTimeOffset ReceivedAt, int Quality, JsonElement? Data);

/// <summary>One page of events, newest first. Events are not counted: a community has millions.</summary>
/// <param name="Items">Events of this page.</param>
/// <param name="More">True when there is a next page.</param>
/// <param name="Number">Number of this page, from 1.</param>
/// <param name="Size">Events a page, 1 to 500, default 50.</param>
public sealed record EventPage(IReadOnlyList<EventView> Items, bool More, int Number, int Size);
