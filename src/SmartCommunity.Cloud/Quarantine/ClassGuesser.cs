using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>Reads payloads once for each class of the catalogue, as if the unknown device were of it, and ranks the classes by what they accept. Pure.</summary>
internal static class ClassGuesser
{
    /// <summary>No enrolled device has this id: it is longer than an identifier may be.</summary>
    private static readonly string CandidateId = new('?', Identifier.MaxLength + 1);

    private const string EventPrefix = "event ";

    /// <summary>Every class that accepts something, best first.</summary>
    internal static IReadOnlyList<ClassGuess> Rank(IDeviceFacts facts, PayloadSender sender, string dialect, string alias, IReadOnlyList<QuarantineRow> payloads)
    {
        var tried = DeviceClassCatalogue.Current.All.Select(c => (Class: c, Found: Accepted(facts, sender, dialect, alias, c.Code, payloads))).ToArray();
        var anything = tried.SelectMany(t => t.Found).Distinct(StringComparer.Ordinal).Count();
        return
        [
            .. from t in tried
               where t.Found.Count > 0
               let coverage = Coverage(t.Class, t.Found)
               orderby t.Found.Count descending, t.Found.Average(name => Position(t.Class, name)), coverage descending, t.Class.Code
               select new ClassGuess(t.Class.Code, t.Found.Count, anything - t.Found.Count, coverage),
        ];
    }

    /// <summary>The quantities and events that a device of the class is seen to have.</summary>
    private static HashSet<string> Accepted(
        IDeviceFacts facts, PayloadSender sender, string dialect, string alias, string @class, IReadOnlyList<QuarantineRow> payloads)
    {
        var trial = new TrialFacts(facts) { Candidate = (alias, new DeviceAddress(sender.Address.Community, @class, CandidateId)) };
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (new DialectSet(trial).Find(dialect) is not { } reader)
            return found;
        foreach (var row in payloads)
        {
            var reading = PayloadReader.Read(reader, sender, row.Topic, row.Payload, row.ReceivedAtMs);
            found.UnionWith(reading.Messages.Where(m => m.Address.Device == CandidateId).SelectMany(m => m.Values).Select(v => v.Quantity));
            found.UnionWith(reading.Events.Where(e => e.Address.Device == CandidateId).Select(e => EventPrefix + e.Type));
        }

        return found;
    }

    /// <summary>An interface lists what the class is for first: an electricity meter its energy, a street lamp its light and its energy later. Events count as first.</summary>
    private static int Position(DeviceClass @class, string name) =>
        name.StartsWith(EventPrefix, StringComparison.Ordinal) ? 0 : @class.Quantities.TakeWhile(q => q.Name != name).Count();

    private static double Coverage(DeviceClass @class, HashSet<string> found)
    {
        var all = @class.Quantities.Count + @class.Events.Count;
        return all == 0 ? 0 : Math.Round((double)found.Count / all, digits: 3);
    }
}
