using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Scoring.Advice;

/// <summary>The rules of what people say of actions, that need nothing but the entry. Pure.</summary>
internal static class ActionCheck
{
    internal const int MaxCode = 80;

    /// <summary>Ten years.</summary>
    internal const int MaxDays = 3_650;

    /// <summary>As facts in yuan.</summary>
    internal const decimal MaxCost = 10_000_000_000;

    private const int FenPerYuan = 100;

    internal static List<Fault> Faults(string code, NewGapAction action)
    {
        var faults = new[] { Code("code", code), Title("title", action.Title), Cost("cost", action.Cost), Days("days", action.Days), FactCheck.Person("enteredBy", action.EnteredBy) }.OfType<Fault>().ToList();
        if (action.Edits is { } edits && (edits.Count is 0 or > WhatIf.EditReader.MaxEdits || edits.Contains(null!)))
            faults.Add(FactCheck.Invalid("edits", $"edits are {edits.Count}; there must be 1 to {WhatIf.EditReader.MaxEdits}, none of them null."));
        else if (action.Edits is { } given)
            faults.AddRange(given.SelectMany(static (e, i) => WhatIf.EditFields.Faults(e).Select(f => f with { Field = $"edits[{i}].{f.Field}" })));
        return faults;
    }

    internal static Fault? Code(string field, string? code) => code is { Length: > 0 and <= MaxCode } && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
        ? null
        : FactCheck.Invalid(field, $"{field} '{FactCheck.Short(code ?? "")}' must be 1 to {MaxCode} characters out of a-z, A-Z, 0-9, '-', '_', '.' and ':'.");

    internal static Fault? Title(string field, string? title) => title is null ? null
        : string.IsNullOrWhiteSpace(title) ? FactCheck.Invalid(field, $"{field} must be 1 to {FactCheck.MaxTitle} characters, or absent.")
        : Text.Fault(field, title, FactCheck.MaxTitle);

    internal static Fault? Cost(string field, decimal? cost) => cost is >= 0 and <= MaxCost && cost.Value * FenPerYuan % 1 == 0
        ? null
        : FactCheck.Invalid(field, FormattableString.Invariant($"{field} {cost?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(absent)"} must be 0 to {MaxCost} yuan with at most two decimals."));

    internal static Fault? Days(string field, int? days) => days is >= 0 and <= MaxDays
        ? null
        : FactCheck.Invalid(field, $"{field} {days?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(absent)"} must be a whole number from 0 to {MaxDays}.");

    internal static long Fen(decimal yuan) => (long)(yuan * FenPerYuan);

    internal static decimal Yuan(long fen) => (decimal)fen / FenPerYuan;
}
