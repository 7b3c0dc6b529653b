using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Api;

/// <summary>Reads the query of one request and gathers every fault in it: wrong values, and names nobody asked for.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MaxTextLength = 200;

    private readonly List<Fault> _faults = [];
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All faults; ask when everything was read.</summary>
    internal IReadOnlyList<Fault> Faults =>
    [
        .. _faults,
        .. query.Keys.Where(name => !_asked.Contains(name)).Select(name => new Fault(FaultKind.Invalid, name, $"There is no parameter '{name}' here; known are: {string.Join(", ", _asked)}.")),
    ];

    internal (int Page, int Size) Page() => (
        Integer("page", min: 1, Paging.MaxPage, otherwise: 1),
        Integer("pageSize", min: 1, Paging.MaxSize, otherwise: Paging.DefaultSize));

    /// <summary>The range asked for; without one, the last 24 hours.</summary>
    internal (DateTimeOffset From, DateTimeOffset To) Range(TimeProvider time)
    {
        var to = Time("to") ?? time.GetUtcNow();
        var from = Time("from");
        return (from ?? (to > DateTimeOffset.MinValue.AddDays(1) ? to.AddDays(-1) : to), to);
    }

    /// <summary>An instant, or null when there is none.</summary>
    internal DateTimeOffset? Instant(string name) => Time(name);

    internal string? Text(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        if (text.Length <= MaxTextLength)
            return text;
        Fault(name, $"{name} has {text.Length} characters, more than the limit of {MaxTextLength}.");
        return null;
    }

    internal int Integer(string name, int min, int max, int otherwise)
    {
        if (Raw(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Fault(name, $"{name} '{Short(text)}' must be an integer from {min} to {max}.");
        return otherwise;
    }

    internal bool Flag(string name) => Choice(name, [("true", true), ("false", false)], otherwise: false);

    internal T Choice<T>(string name, IReadOnlyList<(string Name, T Value)> choices, T otherwise)
    {
        if (Raw(name) is not { } text)
            return otherwise;
        foreach (var choice in choices)
        {
            if (choice.Name == text)
                return choice.Value;
        }

        Fault(name, $"{name} '{Short(text)}' must be one of: {string.Join(", ", choices.Select(c => c.Name))}.");
        return otherwise;
    }

    /// <summary>Names separated by commas, each once; null when there are none.</summary>
    internal string[] Names(string name) =>
        Raw(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray() ?? [];

    private DateTimeOffset? Time(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        if (ReadTime(text) is { } time)
            return time;
        Fault(name, $"{name} '{Short(text)}' must be ISO 8601 with Z or an offset, a date, or epoch milliseconds.");
        return null;
    }

    private static DateTimeOffset? ReadTime(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms))
        {
            return ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
                : null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return ChinaTime.From(ChinaTime.StartMs(day));
        // A plus sign that was not escaped arrives as a space.
        var iso = text.Replace(' ', '+');
        iso = iso.EndsWith('Z') ? $"{iso[..^1]}+00:00" : iso;
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];
        return DateTimeOffset.TryParseExact(iso, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }

    private string? Raw(string name)
    {
        _asked.Add(name);
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
            return null;
        if (values.Count > 1)
            Fault(name, $"{name} stands {values.Count} times in the query; once is the limit.");
        return string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    private void Fault(string name, string message) => _faults.Add(new Fault(FaultKind.Invalid, name, message));

    private static string Short(string text)
    {
        const int shown = 60;
        return text.Length <= shown ? text : $"{text[..shown]}…";
    }
}
