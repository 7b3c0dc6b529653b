using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Programme.Money;

/// <summary>
/// An amount of money in whole fen (0.01 yuan). All arithmetic is in integers and checked: an overflow is an <see cref="OverflowException"/>, never a wrong amount. In JSON a whole number of fen.
/// </summary>
/// <param name="Value">Fen.</param>
[JsonConverter(typeof(FenJson))]
public readonly record struct Fen(long Value) : IComparable<Fen>
{
    /// <summary>The most one entry may say: ten billion yuan, about what the district spends in a year on everything; more is a slip of the keyboard.</summary>
    public static readonly Fen MaxEntry = new(1_000_000_000_000);

    private const int PerYuan = 100;
    private const int PerWanYuan = 1_000_000;
    private const int Hundred = 100;

    public static Fen Zero => default;

    public decimal Yuan => (decimal)Value / PerYuan;

    public decimal WanYuan => (decimal)Value / PerWanYuan;

    public static Fen Min(Fen left, Fen right) => left < right ? left : right;

    public static Fen Max(Fen left, Fen right) => left < right ? right : left;

    public static Fen Sum(IEnumerable<Fen> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    /// <summary>This, or nothing when it is below nothing.</summary>
    public Fen OrZero() => Max(this, Zero);

    /// <summary>Whole percent of an amount that is not negative, rounded down to the fen, so that parts of a whole never add up to more than the whole.</summary>
    public Fen Percent(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Value);
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        return new(checked(Value * percent) / Hundred);
    }

    /// <summary>This times a probability of 0 to 1, rounded to the fen: what is expected on average, which nobody is ever paid.</summary>
    public Fen Times(double probability) => probability is >= 0 and <= 1
        ? new((long)Math.Round(Value * probability, MidpointRounding.AwayFromZero))
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is 0 to 1.");

    public int CompareTo(Fen other) => Value.CompareTo(other.Value);

    public static Fen operator +(Fen left, Fen right) => new(checked(left.Value + right.Value));

    public static Fen operator -(Fen left, Fen right) => new(checked(left.Value - right.Value));

    public static Fen operator -(Fen amount) => new(checked(-amount.Value));

    public static bool operator <(Fen left, Fen right) => left.Value < right.Value;

    public static bool operator >(Fen left, Fen right) => left.Value > right.Value;

    public static bool operator <=(Fen left, Fen right) => left.Value <= right.Value;

    public static bool operator >=(Fen left, Fen right) => left.Value >= right.Value;

    /// <summary>In Chinese with 万元 from ten thousand yuan on (<c>1,200 万元</c>, <c>56.70 元</c>), in English in yuan (<c>CNY 12,000,000.00</c>); no fen is lost.</summary>
    public Words Text => new(
        Math.Abs(Value) < PerWanYuan
            ? Yuan.ToString("#,0.00", CultureInfo.InvariantCulture) + " 元"
            : WanYuan.ToString("#,0.######", CultureInfo.InvariantCulture) + " 万元",
        "CNY " + Yuan.ToString("#,0.00", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Text.En;

    private sealed class FenJson : JsonConverter<Fen>
    {
        public override Fen Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var fen) ? new(fen) : throw new JsonException("An amount is a whole number of fen.");

        public override void Write(Utf8JsonWriter writer, Fen value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
