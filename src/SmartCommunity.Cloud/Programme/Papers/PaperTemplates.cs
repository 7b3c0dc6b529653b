using System.Reflection;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using SmartCommunity.Cloud.Programme.Papers.Filling;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>
/// How papers look: a district's own files in <c>templates/</c> beside the registry (<c>bulletin.docx</c> for one kind, <c>paper.docx</c> for all the others), else the shipped ones. Read when a paper is made, so an
/// edited template counts at once; checked each time. Thread-safe.
/// </summary>
public sealed class PaperTemplates(string dataFolder)
{
    /// <summary>Folder beside the registry.</summary>
    public const string Folder = "templates";

    /// <summary>Largest template: a letterhead with a picture.</summary>
    private const int MaxBytes = 5 * 1024 * 1024;

    private const string General = "paper", ResourcePrefix = "templates/";

    /// <summary>Makes the file of a paper; the faults of its template when that has some.</summary>
    internal Outcome<byte[]> Make(Paper paper, PaperFormats format)
    {
        var template = Read(paper.Kind, format);
        return template.Succeeded ? format.Fill(template.Value!, paper) : template.Faults.ToArray();
    }

    /// <summary>The template of a kind in a format.</summary>
    internal Outcome<byte[]> Read(PaperKind kind, PaperFormats format)
    {
        string[] names = [$"{kind.Code}.{format.Code}", $"{General}.{format.Code}"];
        foreach (var name in names)
        {
            var path = Path.Combine(dataFolder, Folder, name);
            if (File.Exists(path))
                return Checked(kind, format, name, path);
        }

        return names.Select(Shipped).OfType<byte[]>().First();
    }

    /// <summary>A shipped template as a file to edit; null when there is none of that name.</summary>
    internal static byte[]? Shipped(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        if (assembly.GetManifestResourceInfo(ResourcePrefix + name) is not null)
            return Resource(assembly, ResourcePrefix + name).ToArray();
        var prefix = $"{ResourcePrefix}{name}/";
        var parts = assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return parts.Count == 0 ? null : FixedZip.Of(parts.Select(p => (p[prefix.Length..], Resource(assembly, p))));
    }

    /// <summary>Everything a template asks for that there is not, with its place.</summary>
    internal static IReadOnlyList<Fault> Check(PaperKind kind, PaperFormats format, string name, byte[] bytes)
    {
        IReadOnlyList<PlacedCode> codes;
        try
        {
            codes = format.Codes(bytes);
        }
        catch (Exception fault) when (fault is OpenXmlPackageException or FileFormatException or InvalidDataException or System.Xml.XmlException or DecoderFallbackException)
        {
            return [Wrong(name, $"it is no readable .{format.Code} file: {fault.Message}")];
        }

        HashSet<string> known = [Placeholder.Body, .. format.Own, .. kind.Fields, .. format.HasSections ? kind.Sections.Select(static s => Placeholder.Section + s) : []];
        var faults = codes.Where(c => !known.Contains(c.Code)).Select(c => Wrong(name, $"{c.Place}: '{{{{{c.Code}}}}}' is not known; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}.")).ToList();
        foreach (var wanted in Wanted(format).Where(w => !codes.Any(c => c.Code == w)))
            faults.Add(Wrong(name, $"'{{{{{wanted}}}}}' is nowhere in it; without it the paper would lose what belongs there."));
        return faults;
    }

    // Without these a paper would be short of sections or rows and nobody would notice.
    private static IEnumerable<string> Wanted(PaperFormats format) => format.Own.Contains(XlsxTemplate.TableHeader) ? [Placeholder.Body, .. XlsxTemplate.TableCodes.Where(static c => c != XlsxTemplate.TableTitle)] : [Placeholder.Body];

    private static Outcome<byte[]> Checked(PaperKind kind, PaperFormats format, string name, string path)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes > MaxBytes)
            return Wrong(name, $"it has {bytes} bytes; the limit is {MaxBytes}.");
        var template = File.ReadAllBytes(path);
        return Check(kind, format, name, template) is { Count: > 0 } faults ? faults.ToArray() : template;
    }

    private static Fault Wrong(string name, string what) => new(FaultKind.Conflict, "template", $"The template {Folder}/{name} cannot be used: {what}");

    private static ReadOnlyMemory<byte> Resource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidDataException($"The embedded file '{name}' is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
