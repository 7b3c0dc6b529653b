using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// Reads a trial of SisFall (Sucerquia, López, Vargas-Bonilla 2017, "SisFall: A Fall and Movement Dataset", Sensors 17(1):198): <c>ACTIVITY_SUBJECT_TRIAL.txt</c>, 200 lines a second, nine whole
/// numbers a line, a semicolon at its end: ADXL345 x, y, z (±16 g, 13 bit), gyroscope x, y, z (not used), MMA8451Q x, y, z (±8 g, 14 bit). Activities are D (daily) or F (fall) and two digits.
/// </summary>
public static partial class SisFallReader
{
    private const double RateHz = 200;
    private const int Columns = 9;
    private const int SecondSensor = 6;
    private const float GPerCount = 2 * 16f / (1 << 13);
    private const float GPerCountOfSecond = 2 * 8f / (1 << 14);

    /// <summary>Whether a file is named like a trial.</summary>
    public static bool IsTrial(string fileName) => Name().IsMatch(fileName);

    /// <summary>The trial, or what is wrong with the file in one sentence.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="content">The bytes of the file.</param>
    public static (FallTrial? Trial, string? Fault) Read(string fileName, ReadOnlySpan<byte> content)
    {
        var name = Name().Match(fileName);
        if (!name.Success)
            return (null, $"{fileName}: the name must be ACTIVITY_SUBJECT_TRIAL.txt, such as F05_SE06_R01.txt.");
        List<Acceleration> worn = [], second = [];
        Span<int> values = stackalloc int[Columns];
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).AsSpan().EnumerateLines())
        {
            number++;
            var text = line.Trim().TrimEnd(';');
            if (text.IsWhiteSpace())
                continue;
            if (!Parse(text, values))
                return (null, $"{fileName}: line {number} must be {Columns} whole numbers with commas between them and a semicolon at the end.");
            worn.Add(new Acceleration(values[0] * GPerCount, values[1] * GPerCount, values[2] * GPerCount));
            second.Add(new Acceleration(values[SecondSensor] * GPerCountOfSecond, values[SecondSensor + 1] * GPerCountOfSecond, values[SecondSensor + 2] * GPerCountOfSecond));
        }

        try
        {
            var activity = name.Groups["activity"].Value;
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            return (new FallTrial(fileName, hash, activity, name.Groups["subject"].Value, activity[0] == 'F', AccelerationWindow.Of(worn, RateHz), AccelerationWindow.Of(second, RateHz)), null);
        }
        catch (ArgumentException fault)
        {
            return (null, $"{fileName}: {fault.Message}");
        }
    }

    private static bool Parse(ReadOnlySpan<char> line, Span<int> values)
    {
        var column = 0;
        foreach (var part in line.Split(','))
        {
            if (column == Columns || !int.TryParse(line[part], NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out values[column]))
                return false;
            column++;
        }

        return column == Columns;
    }

    [GeneratedRegex(@"^(?<activity>[DF][0-9]{2})_(?<subject>S[AE][0-9]{2})_R[0-9]{2}\.txt$")]
    private static partial Regex Name();
}
