using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Verbs;

/// <summary>Edits as words of a command line: <c>fact:households=1100</c>, <c>repair:parkingSpot</c>, <c>pack:NAME</c>. What it cannot say stands in a file of JSON.</summary>
internal static class EditWords
{
    internal const string Help =
        """
        Edits, applied in order: fact:CODE=VALUE (yes and no for yes/no; nothing removes it), evidence:KIND[=SCORE], record:KIND/ID= (removes it), add:CLASS=COUNT, remove:CLASS=COUNT|ID,ID,
        repair:CLASS[=ID,ID], measure:ID=VALUE, claim:SCENARIO[=no], pack:NAME, type:PROJECT-TYPE, at:INSTANT.
        """;

    /// <summary>Reads words into edits.</summary>
    /// <exception cref="UsageException">A word is none, with those there are.</exception>
    internal static IEnumerable<ScoreEdit> Read(IEnumerable<string> words, bool inspected) => words.Select(w => Read(w, inspected));

    private static ScoreEdit Read(string word, bool inspected)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (word, "") : (word[..colon], word[(colon + 1)..]);
        // A pack's name and an instant have no value behind them.
        var equals = kind is "pack" or "at" or "type" ? -1 : rest.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (rest, null) : (rest[..equals], rest[(equals + 1)..]);
        if (name.Length == 0)
        {
            throw Wrong(word);
        }

        return kind switch
        {
            "fact" when value is "" => new ScoreEdit { Kind = EditKinds.RemoveFact, Fact = name },
            "fact" when value is not null => new ScoreEdit { Kind = EditKinds.SetFact, Fact = name, Value = Value(value), Inspected = inspected },
            "evidence" => new ScoreEdit { Kind = EditKinds.AcceptEvidence, Evidence = name, Score = value is null ? null : Number(word, value), Inspected = inspected },
            "record" when value is "" && name.Split('/') is [var record, var id] => new ScoreEdit { Kind = EditKinds.RemoveRecord, Record = record, Id = id },
            "add" when value is not null => new ScoreEdit { Kind = EditKinds.AddDevices, Class = name, Count = Whole(word, value) },
            "remove" when value is not null && int.TryParse(value, CultureInfo.InvariantCulture, out var count) => new ScoreEdit { Kind = EditKinds.RemoveDevices, Class = name, Count = count },
            "remove" when value is not null => new ScoreEdit { Kind = EditKinds.RemoveDevices, Class = name, Ids = value.Split(',') },
            "repair" => new ScoreEdit { Kind = EditKinds.RepairDevices, Class = name, Ids = value?.Split(',') },
            "measure" when value is not null => new ScoreEdit { Kind = EditKinds.SupposeValue, Measure = name, Value = JsonSerializer.SerializeToElement(Number(word, value)), Badge = inspected ? "inspected" : null },
            "claim" => new ScoreEdit { Kind = EditKinds.ClaimScenario, Scenario = name, Claimed = value is null || YesNo(value) == true },
            "pack" => new ScoreEdit { Kind = EditKinds.SwitchPack, Pack = name },
            "type" => new ScoreEdit { Kind = EditKinds.SwitchProjectType, ProjectType = name },
            "at" => new ScoreEdit { Kind = EditKinds.MoveInstant, To = Instant(word, name) },
            _ => throw Wrong(word),
        };
    }

    private static JsonElement Value(string text) => YesNo(text) is { } truth ? JsonSerializer.SerializeToElement(truth)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonSerializer.SerializeToElement(number)
        : JsonSerializer.SerializeToElement(text); // The cloud says what the fact wants.

    private static bool? YesNo(string text) => text switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => null,
    };

    private static double Number(string word, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : throw new UsageException($"'{word}': '{text}' is no number.");

    private static int Whole(string word, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"'{word}': '{text}' is no whole number.");

    private static DateTimeOffset Instant(string word, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Telemetry.ChinaTime.From(Telemetry.ChinaTime.StartMs(day));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            ? at
            : throw new UsageException($"'{word}': '{text}' is neither a date nor ISO 8601 with Z or an offset.");
    }

    private static UsageException Wrong(string word) => new($"'{word}' is no edit. {Help.ReplaceLineEndings(" ")}");
}
