using MessagePack;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A community's log with the shipped rules in force, folded entry by entry as it is written.</summary>
internal sealed class AlertLog
{
    internal const string Community = "baihe";
    internal const long SecondMs = 1_000, MinuteMs = 60_000, HourMs = 3_600_000;

    /// <summary>Eight in the morning of a day, Asia/Shanghai.</summary>
    internal static readonly long T0 = ChinaTime.StartMs(new DateOnly(2026, 3, 2)) + (8 * HourMs);

    private readonly LogWriter _log = new(Community);
    private readonly FoldChanges _changes = new();
    private int _folded;
    private long _version = 1;

    internal AlertLog(bool hasRules = true)
    {
        if (hasRules)
            Rules(T0 - HourMs);
    }

    internal CommunityState State { get; private set; } = new(Community);

    internal List<AlertChange> Changes { get; } = [];

    /// <summary>What became of settings, the latest of each entry.</summary>
    internal List<SettingStanding> Standings { get; } = [];

    internal IReadOnlyList<CommunityEntry> Entries => _log.Entries;

    /// <summary>Open alerts, by rule and subject.</summary>
    internal IReadOnlyCollection<Alert> Open => State.Alerts.Open.Values;

    internal Alert Single(string rule) => Assert.Single(Open, a => a.Rule == rule);

    internal IEnumerable<string> WhatOf(Alert alert) => Changes.Where(c => c.Alert.Id == alert.Id).Select(c => c.Transition.What);

    internal AlertLog Enrol(string device, string deviceClass, string? home = null)
    {
        _log.Enrol(device, deviceClass);
        if (home is not null)
        {
            var version = _log.Entries.Count + 1;
            LoggedTwin[] twins = [new() { Id = $"device:{device}", Community = Community, Revision = version, Version = version, Relations = [new LoggedRelation("isIn", home)] }];
            _log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Graph, AtMs = 0, Body = MessagePackSerializer.Serialize(twins, cancellationToken: CancellationToken.None), Block = [] });
        }

        return Fold();
    }

    /// <summary>Puts the shipped rules in force.</summary>
    internal AlertLog Rules(long atMs) => Add(LogEntryKind.Rules, atMs, RuleSets.Shipped);

    /// <summary>Puts other rules in force: the text of their list's items, which may leave out the words.</summary>
    internal AlertLog Rules(long atMs, string rules) => Add(LogEntryKind.Rules, atMs, RuleFileText.Set(rules));

    internal AlertLog Home(string id)
    {
        _log.Twin(id, _log.Entries.Count + 1, "一户");
        return Fold();
    }

    internal AlertLog Measure(string device, string deviceClass, long atMs, string quantity, double value, Quality quality = Quality.Good)
    {
        _log.Measure(LogWriter.Gateway, device, deviceClass, atMs, atMs, [(quantity, value)], quality, atMs + 200);
        return Fold();
    }

    internal AlertLog Measure(string device, string deviceClass, long atMs, params (string Quantity, double Value)[] values)
    {
        _log.Measure(LogWriter.Gateway, device, deviceClass, atMs, atMs, values, Quality.Good, atMs + 200);
        return Fold();
    }

    internal AlertLog Late(string device, string deviceClass, long atMs, long receivedAtMs, string quantity, double value)
    {
        _log.Measure(LogWriter.Gateway, device, deviceClass, atMs, receivedAtMs, [(quantity, value)], Quality.Good, receivedAtMs + 200);
        return Fold();
    }

    internal AlertLog Status(string device, string deviceClass, long atMs, bool online)
    {
        _log.Status(device, deviceClass, atMs, online);
        return Fold();
    }

    internal AlertLog Quarantine(string device, string deviceClass, long atMs)
    {
        _log.Quarantine(device, deviceClass, atMs);
        return Fold();
    }

    internal AlertLog Event(string device, string deviceClass, string type, string id, long atMs)
    {
        // Events of this writer carry no time of writing: that of a tick before stands.
        _log.TickAway(atMs).Event(device, deviceClass, type, id, atMs);
        return Fold();
    }

    /// <summary>An event that is told only now, long after it happened.</summary>
    internal AlertLog LateEvent(string device, string deviceClass, string type, string id, long atMs)
    {
        _log.Event(device, deviceClass, type, id, atMs);
        return Fold();
    }

    internal AlertLog Tick(long atMs, params string[] away)
    {
        _log.TickAway(atMs, away);
        return Fold();
    }

    /// <summary>A tick every step from one instant up to another.</summary>
    internal AlertLog Ticks(long fromMs, long toMs, long stepMs, params string[] away)
    {
        for (var at = fromMs; at <= toMs; at += stepMs)
            Tick(at, away);
        return this;
    }

    internal AlertLog Act(Alert alert, string action, long atMs, string code = "", string actor = "Li")
    {
        var body = new LoggedAlertActions([new LoggedAlertAction(alert.Id, action, actor, atMs, "", code, "", ++_version)], _version);
        return Add(LogEntryKind.AlertActions, atMs, MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None));
    }

    /// <summary>Somebody says, at some time, what was done about an event and when.</summary>
    internal AlertLog Step(string device, string eventId, string step, long takenAtMs, long saidAtMs)
    {
        var said = new LoggedStep { Device = device, EventId = eventId, EventType = "sos", EventAtMs = takenAtMs, Step = step, Actor = "Wang", AtMs = takenAtMs, Version = ++_version };
        return Add(LogEntryKind.Steps, saidAtMs, MessagePackSerializer.Serialize(new LoggedSteps([said], _version), cancellationToken: CancellationToken.None));
    }

    /// <summary>Says or changes a setting; returns it.</summary>
    internal LoggedAlertSetting Set(long atMs, LoggedAlertSetting setting)
    {
        var said = setting with { Version = ++_version };
        Add(LogEntryKind.AlertSettings, atMs, MessagePackSerializer.Serialize(new LoggedAlertSettings([said], _version), cancellationToken: CancellationToken.None));
        return said;
    }

    /// <summary>Puts a unit into a building.</summary>
    internal AlertLog Building(string building, string unit)
    {
        var version = _log.Entries.Count + 1;
        LoggedTwin[] twins =
        [
            new() { Id = building, Community = Community, Revision = version, Version = version },
            new() { Id = unit, Community = Community, Revision = version, Version = version, Relations = [new LoggedRelation("partOf", building)] },
        ];
        return Add(LogEntryKind.Graph, 0, MessagePackSerializer.Serialize(twins, cancellationToken: CancellationToken.None));
    }

    /// <summary>Goes on with the state as a restart finds it.</summary>
    internal AlertLog Restart()
    {
        State = CommunitySnapshot.Read(CommunitySnapshot.Write(State));
        return this;
    }

    private AlertLog Add(LogEntryKind kind, long atMs, byte[] body)
    {
        _log.Add(new CommunityEntry { Position = 0, Kind = kind, AtMs = atMs, Body = body, Block = [] });
        return Fold();
    }

    private AlertLog Fold()
    {
        for (; _folded < _log.Entries.Count; _folded++)
        {
            CommunityFold.Apply(State, _log.Entries[_folded], _changes);
            Changes.AddRange(_changes.Alerts);
            Standings.AddRange(_changes.Settings.Values);
            _changes.Clear();
        }

        return this;
    }
}
