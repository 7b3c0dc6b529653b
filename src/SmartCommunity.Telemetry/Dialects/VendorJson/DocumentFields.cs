using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>Reads the members of a document that people edit and collects every fault with its path and limit.</summary>
internal sealed class DocumentFields(List<string> faults)
{
    /// <summary>Longest text told in a sentence.</summary>
    private const int ToldChars = 40;

    internal void Add(string path, string rule) => faults.Add($"{path} {rule}");

    /// <summary>Checks that there are no members but these, and none twice: a misspelt one would be ignored in silence.</summary>
    internal void Allow(JsonElement element, string path, params ReadOnlySpan<string> members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                Add(Join(path, member.Name), $"is unknown; the members here are {string.Join(", ", members)}.");
            else if (!seen.Add(member.Name))
                Add(Join(path, member.Name), "is given twice.");
        }
    }

    internal string? Text(JsonElement element, string path, string member, int maxLength, bool isRequired)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (isRequired)
                Add(Join(path, member), "is missing.");
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && TryText(value) is { Length: > 0 } text && Encoding.UTF8.GetByteCount(text) <= maxLength)
            return text;
        Add(Join(path, member), $"must be a text of 1 to {maxLength} bytes.");
        return null;
    }

    internal double Number(JsonElement element, string path, string member, double otherwise, bool allowZero)
    {
        if (!element.TryGetProperty(member, out var value))
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && (allowZero || number != 0))
            return number;
        Add(Join(path, member), allowZero ? "must be a finite number." : "must be a finite number other than 0.");
        return otherwise;
    }

    /// <summary>The items of a list of 1 (0 when it may be absent) to <paramref name="max"/>; empty when there is a fault.</summary>
    internal JsonElement[] List(JsonElement element, string path, string member, int max, bool isRequired)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (isRequired)
                Add(Join(path, member), "is missing.");
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and var count && count <= max)
            return [.. value.EnumerateArray()];
        Add(Join(path, member), $"must be a list of 1 to {max}.");
        return [];
    }

    /// <summary>An object of the list, or null with its fault.</summary>
    internal bool IsObject(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return true;
        Add(path, "must be an object.");
        return false;
    }

    internal Expected? Scalar(JsonElement element, string path)
    {
        if (Expected.IsScalar(element) && (element.ValueKind != JsonValueKind.String || TryText(element) is not null))
            return new Expected(element);
        Add(path, "must be a text, a finite number or a boolean.");
        return null;
    }

    internal static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    internal static string Told(string text) => text.Length <= ToldChars ? text : text[..ToldChars] + "…";

    internal static string Of(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    /// <summary>The text, or null when it is no valid Unicode.</summary>
    internal static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair in an escape.
        }
    }
}
