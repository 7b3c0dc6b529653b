using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>What group robots answer: HTTP 200 with <c>{"errcode": 0, "errmsg": "ok"}</c>; only errcode 0 is a receipt.</summary>
internal static class RobotReply
{
    // Both makers: the system is busy, try again.
    private const int Busy = -1;

    /// <summary>The result of an answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="tooManyCode">The maker's errcode for too many messages.</param>
    /// <param name="mutedFor">How long the robot takes nothing then.</param>
    internal static SendResult Result(HttpReply reply, int tooManyCode, TimeSpan mutedFor)
    {
        if (!reply.IsSuccess)
            return reply.Fault();
        if (Read(reply.Body) is not var (code, text))
            return SendResult.Failed($"HTTP {(int)reply.Status} without an errcode: {ChannelHttp.Shown(reply.Body)}");
        var said = string.Create(CultureInfo.InvariantCulture, $"errcode {code} {ChannelHttp.Shown(text)}").TrimEnd();
        if (code == 0)
            return SendResult.Delivered(said);
        if (code == tooManyCode)
            return SendResult.Throttled(said, mutedFor);
        return code == Busy ? SendResult.Failed(said) : SendResult.Refused(said);
    }

    private static (int Code, string Text)? Read(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errcode", out var code) && code.TryGetInt32(out var value)
                ? (value, root.TryGetProperty("errmsg", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "")
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
