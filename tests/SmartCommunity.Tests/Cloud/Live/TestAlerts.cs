using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Storage.Alerts;

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
        new AlertRow
        {
            Id = id, Community = community, Rule = "sos", RuleSet = "test@1", Subject = $"device:{id}#e", Device = id, Place = "", EventId = "e", EventType = "sos", Priority = 1, Cause = 0, Stage = stage,
            StageSinceMs = number, RaisedAtMs = 1, LastAtMs = number, IsHolding = true, Occurrences = 1, Level = 0, Number = number, Assignee = "", Code = "", Quantity = "", Value = 0, Limit = 0,
            MeasuredAtMs = 1,
        },
        new AlertTransition(number, number == 1 ? "raised" : "acknowledge", stage, number == 1 ? "" : "Li", number, "", "", "", 0));
}
