using System.Text.Json;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;
using SmartCommunity.Tests.Tidy;

namespace SmartCommunity.Tests.Programme.Money;

/// <summary>Every case of <c>subsidy-cases.json</c> (amounts in 10,000 yuan).</summary>
public sealed class SubsidyVectorTests
{
    private const int FenPerWanYuan = 1_000_000;
    private const int Cases = 11;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases)];

    [Fact]
    public void The_file_has_as_many_cases_as_are_run() => Assert.Equal(Cases, Vectors().Count);

    [Theory]
    [MemberData(nameof(Numbers))]
    [Trait("Rule", "M-01")]
    [Trait("Rule", "M-05")]
    [Trait("Rule", "M-09")]
    [Trait("Rule", "M-10")]
    [Trait("Rule", "M-11")]
    [Trait("Rule", "M-12")]
    [Trait("Rule", "M-13")]
    [Trait("Rule", "M-14")]
    public void A_case_gives_what_it_expects(int number)
    {
        var vector = Vectors()[number];
        var reading = vector.GetProperty("finalTranche").GetString() == "pct" ? FinalTranche.Percent : FinalTranche.Balance;

        var result = Subsidy.By(CaseOf(vector), ShippedPolicies.Fuyang.Subsidy, reading);

        var expected = vector.GetProperty("expect");
        Assert.Equal(Wan(expected, "first"), result.First);
        Assert.Equal(Wan(expected, "second"), result.Second);
        Assert.Equal(Wan(expected, "reward"), result.Reward);
        Assert.Equal(Wan(expected, "borne"), result.Borne);
        // The last case names its sum "total".
        Assert.Equal(Wan(expected, expected.TryGetProperty("totalDue", out _) ? "totalDue" : "total"), result.Due);
    }

    private static SubsidyCase CaseOf(JsonElement vector) => new()
    {
        Type = vector.GetProperty("kind").GetString() == "newBuild" ? ProjectType.NewBuild : ProjectType.Renovation,
        Level = vector.GetProperty("level").GetString() == "province" ? Level.Province : Level.City,
        Passed = vector.GetProperty("passed").GetBoolean(),
        Late = vector.GetProperty("late").GetBoolean(),
        Spend = Wan(vector, "spend"),
        SpendIsFinal = true,
        PaidSubsidy = Wan(vector, "alreadyPaid"),
    };

    private static Fen Wan(JsonElement of, string name) => new((long)(of.GetProperty(name).GetDecimal() * FenPerWanYuan));

    private static List<JsonElement> Vectors()
    {
        using var document = JsonDocument.Parse(Repository.File("tests/SmartCommunity.Tests/Programme/Money/subsidy-cases.json").Text);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }
}
