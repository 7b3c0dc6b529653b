using System.Globalization;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Acts;

/// <summary>How a field of an act is typed.</summary>
public enum ActFieldKind
{
    Line, Text, Day, Month, Number, Choice, Check,
}

/// <summary>One field of the form of an act.</summary>
/// <param name="Name">Its name in the act, by which a refusal finds it.</param>
/// <param name="Kind">How it is typed.</param>
/// <param name="Choices">What may be chosen; only for <see cref="ActFieldKind.Choice"/>.</param>
/// <param name="Initial">What it holds at first.</param>
/// <param name="Word">What its label is found by where its name alone does not say it; null: its name.</param>
public sealed record ActField(string Name, ActFieldKind Kind = ActFieldKind.Line, IReadOnlyList<(string Code, Words Name)>? Choices = null, string Initial = "", string? Word = null)
{
    /// <summary>Key of its label.</summary>
    public string Label => $"actField.{Word ?? Name}";
}

/// <summary>An act somebody may do now: its fields, and how they become the act.</summary>
/// <param name="Key">The act's name in the log; its word is <c>act.KEY</c>.</param>
/// <param name="Fields">What is typed; the day comes last with every act.</param>
/// <param name="Make">The act of what was typed.</param>
public sealed record ActForm(string Key, IReadOnlyList<ActField> Fields, Func<ActValues, ProgrammeAct> Make);

/// <summary>What was typed, by field. A day or number that cannot be read becomes a refusal before the act is made.</summary>
public sealed class ActValues(IReadOnlyDictionary<string, string> typed)
{
    private readonly List<Refusal> _unread = [];

    /// <summary>Nothing typed: an act of it says what kind of act a form makes.</summary>
    public static ActValues Nothing => new(new Dictionary<string, string>());

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<Refusal> Unread => _unread;

    public string Text(string name) => typed.GetValueOrDefault(name, "").Trim();

    public string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => Text(name) == bool.TrueString;

    public T Choice<T>(string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) ? value : Missing<T>(name, new Words("请选择。", "must be chosen."));

    public int Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : Missing<int>(name, new Words("须为整数。", "must be a whole number."));

    public int? OptionalNumber(string name) => Text(name).Length == 0 ? null : Number(name);

    public DateOnly Day(string name) => OptionalDay(name) ?? Missing<DateOnly>(name, new Words("须为日期。", "must be a day."));

    public DateOnly? OptionalDay(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public Month Month(string name) => OptionalMonth(name) ?? Missing<Month>(name, new Words("须为月份，如 2022-05。", "must be a month as 2022-05."));

    public Month? OptionalMonth(string name) => SmartCommunity.Programme.Month.TryParse(Text(name), out var month) ? month : null;

    private T Missing<T>(string name, Words why)
        where T : struct
    {
        _unread.Add(new Refusal(name, why));
        return default;
    }
}
