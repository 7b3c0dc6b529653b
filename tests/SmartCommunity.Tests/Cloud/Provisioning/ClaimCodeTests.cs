using SmartCommunity.Cloud.Provisioning;

namespace SmartCommunity.Tests.Cloud.Provisioning;

public sealed class ClaimCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_code_is_three_groups_of_four_out_of_the_32_and_reads_back()
    {
        for (var i = 0; i < 500; i++)
        {
            var code = ClaimCode.New();

            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", code);
            Assert.Equal(code.Replace("-", "", StringComparison.Ordinal), ClaimCode.Canonical(code));
        }
    }

    [Fact]
    public void Case_blanks_hyphens_and_look_alikes_do_not_count()
    {
        // The number 1 modulo 37 is 1, its own check character.
        Assert.Equal("000000000011", ClaimCode.Canonical("0000-0000-0011"));
        Assert.Equal("000000000011", ClaimCode.Canonical(" oOo0 0000 00iL "));
    }

    [Fact]
    public void Every_single_wrong_character_and_every_swap_of_neighbours_is_found()
    {
        var code = ClaimCode.Canonical(ClaimCode.New())!;
        for (var i = 0; i < code.Length; i++)
        {
            foreach (var other in Alphabet.Where(c => c != code[i]))
                Assert.Null(ClaimCode.Canonical(code[..i] + other + code[(i + 1)..]));
            if (i > 0 && code[i] != code[i - 1])
                Assert.Null(ClaimCode.Canonical(code[..(i - 1)] + code[i] + code[i - 1] + code[(i + 1)..]));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000-0000-001")]
    [InlineData("0000-0000-00110")]
    [InlineData("0000-0000-00U1")]
    [InlineData("0000-0000-001*")]
    [InlineData("ａａａａ-ａａａａ-ａａａａ")]
    public void What_cannot_be_a_code_is_none(string? typed) => Assert.Null(ClaimCode.Canonical(typed));

    [Fact]
    public void A_long_text_is_not_even_looked_at() => Assert.Null(ClaimCode.Canonical(new string('-', 1_000_000) + "000000000011"));
}
