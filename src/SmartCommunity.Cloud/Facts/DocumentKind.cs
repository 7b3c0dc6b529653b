using System.IO.Compression;
using System.Text.Unicode;

namespace SmartCommunity.Cloud.Facts;

/// <summary>A kind of document that may be handed in as evidence.</summary>
/// <param name="MediaType">As it is sent back.</param>
/// <param name="Endings">Endings of its files, without the dot.</param>
/// <param name="Fits">Whether bytes are such a document: looks at the beginning, the archive's table, or all of a text.</param>
internal sealed record DocumentKind(string MediaType, IReadOnlyList<string> Endings, Func<Stream, bool> Fits)
{
    // Longest beginning that is compared.
    private const int HeadBytes = 16;

    /// <summary>All of them: images, PDF, office documents, text. None that a browser would run: SVG and HTML are not among them, nor are documents with macros.</summary>
    internal static IReadOnlyList<DocumentKind> All { get; } =
    [
        new("image/jpeg", ["jpg", "jpeg"], s => Begins(s, [0xFF, 0xD8, 0xFF])),
        new("image/png", ["png"], s => Begins(s, [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'])),
        new("image/gif", ["gif"], s => Begins(s, "GIF87a"u8) || Begins(s, "GIF89a"u8)),
        new("image/webp", ["webp"], s => Begins(s, "RIFF"u8) && Begins(s, "WEBP"u8, offset: 8)),
        new("image/heic", ["heic"], s => Begins(s, "ftyphei"u8, offset: 4) || Begins(s, "ftypmif1"u8, offset: 4)),
        new("application/pdf", ["pdf"], s => Begins(s, "%PDF-"u8)),
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"], s => IsOffice(s, "word/document.xml")),
        new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"], s => IsOffice(s, "xl/workbook.xml")),
        new("application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx"], s => IsOffice(s, "ppt/presentation.xml")),
        new("application/msword", ["doc"], IsCompound),
        new("application/vnd.ms-excel", ["xls"], IsCompound),
        new("application/vnd.ms-powerpoint", ["ppt"], IsCompound),
        new("text/plain; charset=utf-8", ["txt", "md"], IsText),
        new("text/csv; charset=utf-8", ["csv"], IsText),
    ];

    /// <summary>The kind of a file by its name and by what is in it; both must agree.</summary>
    internal static Outcome<DocumentKind> Of(string fileName, Stream content)
    {
        var ending = Path.GetExtension(fileName).TrimStart('.').ToLowerInvariant();
        var allowed = string.Join(", ", All.SelectMany(k => k.Endings));
        if (All.FirstOrDefault(k => k.Endings.Contains(ending)) is not { } kind)
            return FactCheck.Invalid("fileName", $"fileName '{FactCheck.Short(fileName)}' must end in one of: {allowed}.");
        if (kind.Fits(content))
            return kind;
        var found = All.FirstOrDefault(k => k.Fits(content));
        return FactCheck.Invalid(
            "file", $"The file is named .{ending}, but its content is {(found is null ? "no such document, or it is damaged, encrypted or has macros" : $"that of a .{found.Endings[0]} file")}; allowed are: {allowed}.");
    }

    private static bool Begins(Stream stream, ReadOnlySpan<byte> wanted, int offset = 0)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        stream.Position = 0;
        var read = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return read >= offset + wanted.Length && head.Slice(offset, wanted.Length).SequenceEqual(wanted);
    }

    private static bool IsCompound(Stream stream) => Begins(stream, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Only the archive's table is read: nothing is unpacked.</summary>
    private static bool IsOffice(Stream stream, string part)
    {
        if (!Begins(stream, "PK\u0003\u0004"u8))
            return false;
        try
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return archive.GetEntry(part) is not null && archive.GetEntry("[Content_Types].xml") is not null
                && archive.Entries.All(e => !e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            // A stranger's archive that cannot be read is no office document.
            return false;
        }
    }

    private static bool IsText(Stream stream)
    {
        stream.Position = 0;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        return Utf8.IsValid(bytes) && !bytes.ContainsAnyInRange((byte)0x00, (byte)0x08) && !bytes.ContainsAnyInRange((byte)0x0E, (byte)0x1F);
    }
}
