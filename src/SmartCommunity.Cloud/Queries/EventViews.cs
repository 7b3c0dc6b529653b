using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Queries;

/// <summary>What people see of a stored event.</summary>
internal static class EventViews
{
    internal static EventView Of(StoredEvent stored) => new(
        stored.Community, stored.Device, stored.Type, stored.EventId, DateTimeOffset.FromUnixTimeMilliseconds(stored.AtMs),
        DateTimeOffset.FromUnixTimeMilliseconds(stored.ReceivedAtMs), (int)stored.Quality, Json(stored.DataJson));

    private static JsonElement? Json(string text)
    {
        if (text.Length == 0)
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
