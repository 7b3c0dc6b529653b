using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Units;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>A formula with the unit of its value; null: it could not be told, and a fault says why.</summary>
internal readonly record struct TypedFormula(Formula Formula, Unit? Unit)
{
    /// <summary>What a formula that cannot be read is taken for, so that reading goes on.</summary>
    internal static readonly TypedFormula Unreadable = new(new Constant(0, "1"), null);
}
