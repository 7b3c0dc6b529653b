using System.Text;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

public sealed class SisFallReaderTests
{
    private const string Line = "   0,-256,   0,  90, -14,   8,   0,-1024,   0;\r\n";

    [Fact]
    public void A_trial_is_read_with_who_what_and_both_sensors_in_g()
    {
        var (trial, fault) = Read("F05_SE06_R01.txt", string.Concat(Enumerable.Repeat(Line, 1000)) + "\r\n");

        Assert.Null(fault);
        Assert.Equal(("F05", "SE06", true, TimeSpan.FromSeconds(5)), (trial!.Activity, trial.Subject, trial.IsFall, trial.Worn.Length));
        Assert.All(trial.Worn.Samples.Concat(trial.Second!.Samples), static s => Assert.Equal(new Acceleration(0, -1, 0), s)); // 256 counts of the one, 1,024 of the other are 1 g.
        Assert.False(Read("D11_SA06_R02.txt", string.Concat(Enumerable.Repeat(Line, 1000))).Trial!.IsFall);
    }

    [Theory]
    [InlineData("0,-256,0,90,-14,8,0,-1024;", "line 2 must be 9 whole numbers")]
    [InlineData("0,-256,0,90,-14,8,0,-1024,0,1;", "line 2 must be 9 whole numbers")]
    [InlineData("0,-256,x,90,-14,8,0,-1024,0;", "line 2 must be 9 whole numbers")]
    [InlineData("0,99999999,0,90,-14,8,0,-1024,0;", "each component must be a number within ±400 g")]
    public void A_damaged_line_is_named(string line, string expected) =>
        Assert.Contains(expected, Read("F05_SE06_R01.txt", Line + line + "\n" + string.Concat(Enumerable.Repeat(Line, 1000))).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("Readme.txt")]
    [InlineData("X01_SA06_R01.txt")]
    [InlineData("F05_SE06_R01.csv")]
    public void A_file_of_another_name_is_no_trial(string name)
    {
        Assert.False(SisFallReader.IsTrial(name));
        Assert.Contains("the name must be", Read(name, Line).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_is_too_short_is_told() =>
        Assert.Contains("longer than 4 s", Read("F05_SE06_R01.txt", Line).Fault, StringComparison.Ordinal);

    private static (FallTrial? Trial, string? Fault) Read(string name, string text) => SisFallReader.Read(name, Encoding.UTF8.GetBytes(text));
}
