using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

/// <summary>Alerts of the tests that no log made: a call for help of a device of a community.</summary>
internal static class AlertRowOf
{
    internal static AlertRow Device(string id, int number, AlertStage stage, long atMs) => new()
    {
        Id = id, Community = "baihe", Rule = "sos", RuleSet = "test@1", Subject = $"device:{id}", Device = id, Place = "", EventId = "", EventType = "", Priority = 1, Cause = 1, Stage = stage, StageSinceMs = atMs,
        RaisedAtMs = 1, LastAtMs = atMs, IsHolding = true, Occurrences = 1, Level = 0, Number = number, Assignee = "", Code = "", Quantity = "", Value = 0, Limit = 0, MeasuredAtMs = 1,
    };
}
