using System.Text;

namespace SmartCommunity.Simulators.Replay;

/// <summary>Comma-separated text with quoted fields that may hold commas, doubled quotes and line ends (RFC 4180). Blank lines are skipped.</summary>
internal static class Csv
{
    internal static IEnumerable<List<string>> Rows(TextReader reader)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            var c = (char)next;
            if (c == '"')
            {
                if (isQuoted && reader.Peek() == '"')
                    field.Append((char)reader.Read());
                else
                    isQuoted = !isQuoted;
            }
            else if (isQuoted || c is not (',' or '\n' or '\r'))
            {
                field.Append(c);
            }
            else if (c != '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == ',')
                    continue;
                if (!IsBlank(row))
                    yield return row;
                row = [];
            }
        }

        if (row.Count > 0 || field.Length > 0)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }

    private static bool IsBlank(List<string> row) => row.Count == 1 && row[0].Length == 0;
}
