using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Programme;

/// <summary>A calendar month, as the pool's annex dates its projects. Written <c>2022-05</c>.</summary>
[JsonConverter(typeof(MonthJson))]
public readonly record struct Month : IComparable<Month>
{
    private const string Format = "yyyy-MM";
    private readonly DateOnly _firstDay;

    public Month(int year, int month) => _firstDay = new DateOnly(year, month, 1);

    public int Year => _firstDay.Year;

    public int Number => _firstDay.Month;

    public DateOnly FirstDay => _firstDay;

    public DateOnly LastDay => _firstDay.AddMonths(1).AddDays(-1);

    /// <summary>The month a day lies in.</summary>
    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    public static bool TryParse(string? text, out Month month)
    {
        var parsed = DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = parsed ? Of(day) : default;
        return parsed;
    }

    public Month Add(int months) => Of(_firstDay.AddMonths(months));

    public int CompareTo(Month other) => _firstDay.CompareTo(other._firstDay);

    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;

    public override string ToString() => _firstDay.ToString(Format, CultureInfo.InvariantCulture);

    private sealed class MonthJson : JsonConverter<Month>
    {
        public override Month Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var month) ? month : throw new JsonException($"'{reader.GetString()}' is not a month as 2022-05.");

        public override void Write(Utf8JsonWriter writer, Month value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
