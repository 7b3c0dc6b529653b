using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Programme.Review;

/// <summary>
/// How a sample is drawn, so that anyone draws it again: each piece's ticket is the SHA-256 of the UTF-8 bytes of the seed, a line feed (0x0A) and the piece's id, as lower-case hexadecimal; the pieces with the smallest tickets are
/// drawn, in the order of their tickets. It depends on neither the order of the pool nor on this program: <c>printf '%s\n%s' SEED ID | sha256sum</c> gives a ticket. Pure.
/// </summary>
/// <remarks>Tickets of distinct ids are as good as independent and uniform, so each piece is drawn with the same probability, count / pool, as long as nobody chooses the seed: the cloud does, from the system's random generator.</remarks>
public static class SampleRule
{
    /// <summary>Its name, kept with each sample.</summary>
    public const string Name = "sha256-smallest-tickets-1";

    /// <summary>Hundredths of the pool that are all of it.</summary>
    public const int WholePercent = 100;

    /// <summary>Ids of the pieces drawn, in the order of their tickets; all when the pool has no more.</summary>
    public static IReadOnlyList<string> Draw(string seed, IEnumerable<string> pool, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(seed);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. pool.Select(id => (Ticket: Ticket(seed, id), Id: id)).OrderBy(static t => t.Ticket, StringComparer.Ordinal).ThenBy(static t => t.Id, StringComparer.Ordinal).Take(count).Select(static t => t.Id)];
    }

    /// <summary>The ticket of a piece.</summary>
    public static string Ticket(string seed, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{id}")));

    /// <summary>How many pieces a share is: rounded up, so that it is never less than was asked for.</summary>
    public static int CountOf(int sharePercent, int pool) => (int)(((long)sharePercent * pool + WholePercent - 1) / WholePercent);
}
