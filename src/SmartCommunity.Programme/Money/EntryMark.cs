using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Money;

/// <summary>Where something stands in the log: its entry, the day it happened, who entered it.</summary>
public sealed record EntryMark(long Position, DateOnly On, string By)
{
    internal static EntryMark Of(ProgrammeAct act, ProgrammeEntry entry) => new(entry.Position, act.Day(entry), entry.Actor);
}
