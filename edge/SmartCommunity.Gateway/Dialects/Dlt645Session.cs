using System.Globalization;
using System.Text;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Dlt645;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// A concentrator's connection. Commands to its meters are read requests under <c>dlt645/{concentrator}/down</c>; the frame of that meter with that data identifier, or its error, is the answer.
/// </summary>
internal sealed class Dlt645Session(Dlt645Dialect dialect, DeviceAddress carrier, Func<DeviceAddress, string?> addressOf) : IDialectSession
{
    private const string ReadCommand = "read";
    private const string IdentifierArgument = "di";
    private const int IdentifierDigits = 8;

    private readonly string _down = $"{DialectCode.Dlt645}/{carrier.Device}/down";
    private readonly PendingCommands<(string Address, uint Identifier)> _reads = new();

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => dialect.KindOf(topic, carrier);

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => dialect.Decode(in payload, sink, _reads.IsEmpty ? null : Take);

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // Concentrators ask nothing.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        AnswerReading.Refuse(carrier, QuarantineReason.Topic, "Answers come as frames under the topic of the measurements.");

    public IReadOnlyList<AnswerReading> TakeAnswers() => _reads.Take();

    public FilterVerdict Subscribe(string filter) => filter == _down ? FilterVerdict.TakesCommands : FilterVerdict.Refused;

    public void OnSubscribed(string filter)
    {
        // Commands that wait are the desk's to send.
    }

    public bool Unsubscribe(string filter) => filter == _down;

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command)
    {
        if (addressOf(target) is not { } address || !Dlt645Writer.IsAddress(address))
        {
            _reads.Refuse(target, command.Id, $"The alias of '{target.Device}' is no meter's address of 12 digits.");
            return null;
        }

        var di = CommandArguments.Read(command.ArgsJson).Find(a => a.Name == IdentifierArgument).Text;
        if (command.Name != ReadCommand || di is not { Length: IdentifierDigits } || !uint.TryParse(di, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var identifier))
        {
            _reads.Refuse(target, command.Id, $"This dialect takes '{ReadCommand}' with '{IdentifierArgument}', {IdentifierDigits} hexadecimal digits.");
            return null;
        }

        _reads.Await(target, command.Id, (address, identifier));
        return new DialectMessage(Encoding.ASCII.GetBytes(_down), Encoding.ASCII.GetBytes(Convert.ToHexString(Dlt645Writer.Read(address, identifier))));
    }

    private bool Take(scoped in Dlt645Frame frame)
    {
        if (!frame.IsAnswer || frame.Address() is not { } address)
            return false;
        var (isError, identifier) = (frame.IsError, frame.HasIdentifier && !frame.IsError ? frame.Identifier : 0);
        var data = new byte[frame.DataLength];
        for (var i = 0; i < data.Length; i++)
            data[i] = frame.Data(i);
        var result = isError
            ? $"\"The meter answers error {Convert.ToHexString(data)}H.\""
            : $"{{\"data\":\"{Convert.ToHexString(data.AsSpan(Math.Min(Dlt645Frame.IdentifierBytes, data.Length)))}\"}}";
        return _reads.Answer((_, read) => read.Address == address && (isError || read.Identifier == identifier) ? (!isError, result) : null);
    }
}
