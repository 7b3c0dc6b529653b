using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// The code printed on a device: Crockford's base 32 in three groups of four, eleven random characters (55 bits) and his check character, which is the number
/// modulo 37. Only codes whose check character is a digit or letter of the 32 are made, so that nobody has to type <c>*~$=</c>. Pure.
/// </summary>
/// <remarks>
/// 55 bits: with the ten attempts in ten minutes that an address has, guessing one of 20,000 open codes takes an address a million years on average. Hash, expiry and
/// single use bound what a stolen registry is worth.
/// </remarks>
internal static class ClaimCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomCharacters = 11;
    private const int Length = RandomCharacters + 1;
    private const int BitsPerCharacter = 5;
    private const int CheckModulus = 37;
    private const int GroupLength = 4;

    /// <summary>A new code, as it is printed.</summary>
    internal static string New()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        while (true)
        {
            RandomNumberGenerator.Fill(random);
            var number = BitConverter.ToUInt64(random) & ((1UL << (RandomCharacters * BitsPerCharacter)) - 1);
            if (number % CheckModulus < (ulong)Alphabet.Length)
                return Print(number);
        }
    }

    /// <summary>The code without hyphens, blanks and look-alikes; null when it cannot be one: wrong length, wrong character, wrong check character.</summary>
    internal static string? Canonical(string? typed)
    {
        if (typed is null || typed.Length > 4 * Length)
            return null;
        var code = new StringBuilder(Length);
        foreach (var c in typed.ToUpperInvariant().Where(c => c != '-' && !char.IsWhiteSpace(c)))
            code.Append(c switch { 'O' => '0', 'I' or 'L' => '1', _ => c });
        if (code.Length != Length)
            return null;
        ulong number = 0;
        for (var i = 0; i < RandomCharacters; i++)
        {
            if (Alphabet.IndexOf(code[i], StringComparison.Ordinal) is not (>= 0 and var digit))
                return null;
            number = (number << BitsPerCharacter) | (uint)digit;
        }

        var check = Alphabet.IndexOf(code[RandomCharacters], StringComparison.Ordinal);
        return check >= 0 && (ulong)check == number % CheckModulus ? code.ToString() : null;
    }

    /// <summary>What is stored of a canonical code.</summary>
    internal static byte[] Hash(string canonical) => SHA256.HashData(Encoding.ASCII.GetBytes(canonical));

    private static string Print(ulong number)
    {
        var code = new StringBuilder();
        for (var i = RandomCharacters - 1; i >= 0; i--)
        {
            code.Append(Alphabet[(int)((number >> (i * BitsPerCharacter)) & 31)]);
            if ((RandomCharacters - i) % GroupLength == 0)
                code.Append('-');
        }

        return code.Append(Alphabet[(int)(number % CheckModulus)]).ToString();
    }
}
