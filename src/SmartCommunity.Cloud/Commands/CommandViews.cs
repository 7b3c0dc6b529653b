using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Commands;

/// <summary>What people see of a command row.</summary>
internal static class CommandViews
{
    internal static CommandView Of(CommandRow row) => new(
        row.Id, row.Device, row.Community, row.Gateway, row.Name, Json(row.ArgsJson), row.Stage.Name(),
        Time(row.CreatedAtMs), Time(row.ExpiresAtMs), Time(row.SentAtMs), Time(row.DeliveredAtMs), Time(row.EndedAtMs), Json(row.ResultJson));

    // A device may answer with anything; what is not JSON is shown as text.
    private static JsonElement? Json(string? text)
    {
        if (text is null)
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

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset? Time(long? ms) => ms is { } known ? Time(known) : null;
}
