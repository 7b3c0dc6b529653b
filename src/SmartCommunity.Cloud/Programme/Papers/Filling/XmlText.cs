using System.Text;
using System.Xml;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Texts of strangers for XML. Pure.</summary>
internal static class XmlText
{
    /// <summary>The text with every character that XML cannot hold replaced by U+FFFD, and line ends as line feeds.</summary>
    internal static string Clean(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        StringBuilder? clean = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (i + 1 < lines.Length && XmlConvert.IsXmlSurrogatePair(lines[i + 1], lines[i]))
                i++;
            else if (!XmlConvert.IsXmlChar(lines[i]))
                (clean ??= new StringBuilder(lines))[i] = '\uFFFD';
        }

        return clean?.ToString() ?? lines;
    }
}
