using System.Text;
using System.Text.Unicode;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>What people see of a quarantined payload.</summary>
internal static class QuarantineViews
{
    /// <summary>Most of a payload that is shown, bytes; a page of 500 stays at a few megabytes. The whole payload stays stored.</summary>
    internal const int MaxShownBytes = 8 * 1024;

    internal static QuarantineView Of(QuarantineRow row)
    {
        var isText = Utf8.IsValid(row.Payload.Span);
        var isCut = row.Payload.Length > MaxShownBytes;
        var shown = row.Payload.Span[..Math.Min(row.Payload.Length, MaxShownBytes)];
        return new QuarantineView(
            row.Id, row.Gateway, row.Community, row.Device, row.DeviceClass, row.Topic, DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAtMs), row.Reason, row.Detail,
            isText ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown), isText, row.Truncated || isCut, row.State);
    }
}
