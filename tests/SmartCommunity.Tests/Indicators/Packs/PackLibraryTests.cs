using System.Text;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class PackLibraryTests
{
    private static PackFile File(string source, string text) => new(source, Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("2021-11-30", "renovation", null)]
    [InlineData("2021-12-01", "renovation", PackText.Zhejiang)]
    [InlineData("2022-06-01", "旧改类", PackText.Zhejiang)]
    [InlineData("2024-06-01", "newBuild", PackText.Zhejiang)]
    [InlineData("2022-12-31", "inclusive", null)]
    [InlineData("2023-01-01", "引领型", PackText.Inclusive)]
    [InlineData("2024-06-01", "villa", null)]
    public void A_community_has_the_pack_that_was_in_force_when_it_was_listed(string listed, string type, string? expected) =>
        Assert.Equal(expected, PackLibrary.Shipped.InForce(DateOnly.Parse(listed, System.Globalization.CultureInfo.InvariantCulture), type)?.Name);

    [Theory]
    [InlineData("2023-12-31", null)]
    [InlineData("2024-01-01", "small@1")]
    [InlineData("2024-12-31", "small@1")]
    [InlineData("2025-01-01", null)]
    public void The_last_day_of_a_pack_is_its_last(string listed, string? expected) =>
        Assert.Equal(expected, PackLibrary.With([File("s.yaml", PackText.Small)]).InForce(DateOnly.Parse(listed, System.Globalization.CultureInfo.InvariantCulture), "only")?.Name);

    [Fact]
    public void Of_two_versions_in_force_the_later_counts()
    {
        var later = PackText.With("validFrom: 2024-01-01", "validFrom: 2024-02-01").Replace("version: \"1\"", "version: \"2\"", StringComparison.Ordinal);
        var library = PackLibrary.With([File("2.yaml", later), File("1.yaml", PackText.Small)]);

        Assert.Equal("small@1", library.InForce(new DateOnly(2024, 1, 31), "only")!.Name);
        Assert.Equal("small@2", library.InForce(new DateOnly(2024, 2, 1), "only")!.Name);
    }

    [Fact]
    public void A_file_with_faults_is_left_out_and_told()
    {
        var library = PackLibrary.With([File("bad.yaml", PackText.With("no: 1", "no: x")), File("good.yaml", PackText.Small)]);

        Assert.NotNull(library.Find("small@1"));
        Assert.StartsWith("bad.yaml:36:13 scenarios[A].indicators[A-01].no must be a whole number", Assert.Single(library.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_never_changes_under_its_name()
    {
        var library = PackLibrary.With([File("a.yaml", PackText.Small), File("b.yaml", PackText.With("full: 30", "full: 31")), File("c.yaml", PackText.Small)]);

        Assert.Equal(("b.yaml", "version"), (Assert.Single(library.Faults).Source, library.Faults[0].Fault.Path));
        Assert.Equal("a.yaml", library.FileOf("small@1")!.Source);
    }

    [Fact]
    public void A_recorded_hash_tells_whether_it_is_the_very_pack()
    {
        var pack = PackLibrary.Shipped.Packs[0];

        Assert.Null(PackLibrary.Shipped.HashFault(pack.Name, pack.Hash));
        Assert.Contains("it is not the one that was scored with", PackLibrary.Shipped.HashFault(pack.Name, new string('0', 64)), StringComparison.Ordinal);
        Assert.Equal("The pack 'small@1' is not here.", PackLibrary.Shipped.HashFault("small@1", pack.Hash));
    }
}
