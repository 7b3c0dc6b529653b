using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Commands;

/// <summary>
/// The states of a command: <c>queued → sent → delivered → succeeded | failed | expired</c>. Pure. A state never goes backwards and an end is final;
/// steps may be skipped, because reports of a gateway may come late or together. Applying a report twice changes nothing the second time.
/// </summary>
internal static class CommandLifecycle
{
    internal static bool IsEnd(this CommandStage stage) => stage >= CommandStage.Succeeded;

    internal static string Name(this CommandStage stage) => stage switch
    {
        CommandStage.Queued => "queued",
        CommandStage.Sent => "sent",
        CommandStage.Delivered => "delivered",
        CommandStage.Succeeded => "succeeded",
        CommandStage.Failed => "failed",
        CommandStage.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a command stage."),
    };

    internal static CommandStage? Find(string name) =>
        Enum.GetValues<CommandStage>().Where(stage => stage.Name() == name).Cast<CommandStage?>().SingleOrDefault();

    /// <summary>Applies one report; false when it changes nothing.</summary>
    internal static bool Apply(CommandRow command, CommandReport report)
    {
        if (StageOf(report.State) is not { } stage)
            return false;
        if (stage.IsEnd())
            return End(command, stage, report.AtMs, report.ResultJson);
        var noted = Note(command, stage, report.AtMs);
        if (stage <= command.Stage)
            return noted;
        command.Stage = stage;
        return true;
    }

    /// <summary>Ends a command that has not ended; false when it has.</summary>
    internal static bool End(CommandRow command, CommandStage stage, long atMs, string? resultJson)
    {
        if (command.Stage.IsEnd())
            return false;
        command.Stage = stage;
        command.EndedAtMs = atMs;
        // A device that answers has it, even if its receipt is lost or still on its way.
        if (stage == CommandStage.Succeeded)
            command.DeliveredAtMs ??= atMs;
        command.ResultJson = string.IsNullOrEmpty(resultJson) ? null : resultJson;
        return true;
    }

    // When a step was taken is kept even if its report comes after the next one's.
    private static bool Note(CommandRow command, CommandStage stage, long atMs)
    {
        if (stage == CommandStage.Sent && command.SentAtMs is null)
            command.SentAtMs = atMs;
        else if (stage == CommandStage.Delivered && (command.DeliveredAtMs is null || command.DeliveredAtMs > atMs))
            command.DeliveredAtMs = atMs;
        else
            return false;
        return true;
    }

    private static CommandStage? StageOf(CommandState state) => state switch
    {
        CommandState.Sent => CommandStage.Sent,
        CommandState.Delivered => CommandStage.Delivered,
        CommandState.Succeeded => CommandStage.Succeeded,
        CommandState.Failed => CommandStage.Failed,
        CommandState.Expired => CommandStage.Expired,
        _ => null,
    };
}
