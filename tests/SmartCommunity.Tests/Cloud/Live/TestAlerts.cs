using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Storage;

namespace SmartCommunity.Tests.Cloud.Live;

/// <summary>A ledger of alerts in a folder, with the board and the feed on it.</summary>
internal sealed class TestAlerts : IDisposable
{
    internal TestAlerts(string folder)
    {
        Ledger = AlertLedger.Open(Path.Combine(folder, "alerts.db"));
        Board = new AlertBoard(Ledger);
        Feed = new AlertFeed(Ledger, Board);
    }

    internal AlertLedger Ledger { get; }

    internal AlertBoard Board { get; }

    internal AlertFeed Feed { get; }

    public void Dispose() => Ledger.Dispose();

    internal static AlertChange Change(string id, int number, AlertStage stage, string community = "baihe") => new(
        AlertRowOf.Device(id, number, stage, number) with { Community = community, Subject = $"device:{id}#e", EventId = "e", EventType = "sos" },
        new AlertTransition(number, number == 1 ? "raised" : "acknowledge", stage, number == 1 ? "" : "Li", number, "", "", "", 0));
}
