using System.Globalization;

namespace SmartCommunity.Telemetry.Dialects.Dlt645;

/// <summary>Writes frames of DL/T 645-2007: read requests, as the gateway sends them to meters, and answers, as meters give them. Pure.</summary>
public static class Dlt645Writer
{
    private const byte ReadRequest = 0x11;
    private const byte ReadAnswer = 0x91;
    private const byte ErrorAnswer = 0xD1;
    private const int AddressDigits = 2 * Dlt645Frame.AddressBytes;

    /// <summary>True when the text is an address: twelve digits.</summary>
    public static bool IsAddress(string? text) => text is { Length: AddressDigits } && text.All(char.IsAsciiDigit);

    /// <summary>Asks the meter of that address for a data identifier.</summary>
    public static byte[] Read(string address, uint identifier) => Frame(address, ReadRequest, Identifier(identifier));

    /// <summary>The answer with the values of an identifier that this version reads; throws when one has no room in its format.</summary>
    public static byte[] Answer(string address, uint identifier, params ReadOnlySpan<double> values)
    {
        var item = Dlt645Item.All[identifier];
        var data = new byte[Dlt645Frame.IdentifierBytes + (values.Length * item.ValueBytes)];
        Identifier(identifier).CopyTo(data, 0);
        for (var i = 0; i < values.Length; i++)
            Dlt645Bcd.Write(values[i], item, data.AsSpan(Dlt645Frame.IdentifierBytes + (i * item.ValueBytes)));
        return Frame(address, ReadAnswer, data);
    }

    /// <summary>The answer of a meter that cannot serve a request; the code's bits say why.</summary>
    public static byte[] Error(string address, byte code) => Frame(address, ErrorAnswer, [code]);

    /// <summary>A frame with any control code; the data without the shift.</summary>
    public static byte[] Frame(string address, byte control, ReadOnlySpan<byte> data)
    {
        if (!IsAddress(address))
            throw new ArgumentException($"'{address}' is no address of {AddressDigits} digits.", nameof(address));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, Dlt645Frame.MaxData);
        var frame = new byte[Dlt645Frame.EmptyBytes + data.Length];
        frame[0] = frame[Dlt645Frame.AddressBytes + 1] = Dlt645Frame.Start;
        for (var i = 0; i < Dlt645Frame.AddressBytes; i++)
            frame[Dlt645Frame.AddressBytes - i] = byte.Parse(address.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        frame[Dlt645Frame.HeaderBytes - 2] = control;
        frame[Dlt645Frame.HeaderBytes - 1] = (byte)data.Length;
        for (var i = 0; i < data.Length; i++)
            frame[Dlt645Frame.HeaderBytes + i] = (byte)(data[i] + Dlt645Frame.Shift);
        frame[^2] = Dlt645Frame.Sum(frame.AsSpan(0, frame.Length - 2));
        frame[^1] = Dlt645Frame.End;
        return frame;
    }

    private static byte[] Identifier(uint identifier) => [(byte)identifier, (byte)(identifier >> 8), (byte)(identifier >> 16), (byte)(identifier >> 24)];
}
