using System.Text.Json;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// Commands of dialects that have no answers of their own: sent, and waiting for data that shows what became of them. Bounded: of too many, the oldest is no longer waited for and
/// ends by its expiry. Thread-safe.
/// </summary>
/// <typeparam name="T">What the data must say.</typeparam>
internal sealed class PendingCommands<T>
{
    /// <summary>A carrier of two hundred meters, read one by one.</summary>
    private const int MaxAwaited = 256;

    // Protects both lists.
    private readonly Lock _gate = new();
    private readonly List<(DeviceAddress Target, string Id, T Awaited)> _awaited = [];
    private readonly List<AnswerReading> _answers = [];

    internal bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _awaited.Count == 0;
        }
    }

    internal void Await(DeviceAddress target, string id, T awaited)
    {
        lock (_gate)
        {
            _awaited.RemoveAll(c => c.Id == id);
            if (_awaited.Count == MaxAwaited)
                _awaited.RemoveAt(0);
            _awaited.Add((target, id, awaited));
        }
    }

    /// <summary>Ends the commands of a device that the data answers; true when there was one. Null: it answers nothing of it.</summary>
    internal bool Answer(Func<DeviceAddress, T, (bool IsOk, string ResultJson)?> judge)
    {
        lock (_gate)
        {
            var before = _awaited.Count;
            _awaited.RemoveAll(c =>
            {
                if (judge(c.Target, c.Awaited) is not { } outcome)
                    return false;
                _answers.Add(AnswerReading.Of(c.Target, new CommandAnswer(c.Id, outcome.IsOk, outcome.ResultJson)));
                return true;
            });
            return _awaited.Count < before;
        }
    }

    /// <summary>Ends a command that was never sent, with the reason; the desk learns it with the next payload of the carrier.</summary>
    internal void Refuse(DeviceAddress target, string id, string reason)
    {
        lock (_gate)
        {
            if (_answers.Count < MaxAwaited && !_answers.Exists(a => a.Answer.Id == id))
                _answers.Add(AnswerReading.Of(target, new CommandAnswer(id, IsOk: false, JsonSerializer.Serialize(reason))));
        }
    }

    internal IReadOnlyList<AnswerReading> Take()
    {
        lock (_gate)
        {
            if (_answers.Count == 0)
                return [];
            AnswerReading[] taken = [.. _answers];
            _answers.Clear();
            return taken;
        }
    }
}
