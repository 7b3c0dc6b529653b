using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What a simulated community has beyond the common outfit, and how well it does: one is not like another, and some have gaps.</summary>
internal readonly struct Equipment(Dice community)
{
    /// <summary>Of a hundred communities that lack one of these things.</summary>
    private const double Lacking = 0.12;

    private readonly Dice _dice = community.Fork("equipment");

    /// <summary>False: nobody bought it, or it is not connected.</summary>
    internal bool Has(string thing) => !_dice.Fork(thing).Chance(0, Lacking);

    /// <summary>How well the community does in something, between two values.</summary>
    internal double Skill(string thing, double least, double most) => _dice.Fork(thing).Between(1, least, most);
}
