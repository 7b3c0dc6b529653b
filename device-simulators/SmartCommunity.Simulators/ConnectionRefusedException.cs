namespace SmartCommunity.Simulators;

/// <summary>The broker answered CONNECT with a refusal: trying again at once with the same credential is useless.</summary>
public sealed class ConnectionRefusedException : Exception
{
    private const byte BadCredential = 4;
    private const byte NotAuthorized = 5;

    internal ConnectionRefusedException(string device, byte returnCode)
        : base($"The broker refused device {device}: {Meaning(returnCode)} (return code {returnCode}).")
    {
        Device = device;
        ReturnCode = returnCode;
    }

    /// <summary>The device that was refused.</summary>
    public string Device { get; }

    /// <summary>CONNACK return code of MQTT 3.1.1, 1–5.</summary>
    public byte ReturnCode { get; }

    private static string Meaning(byte returnCode) => returnCode switch
    {
        BadCredential => "bad user name or token",
        NotAuthorized => "not enrolled, or enrolled under another token",
        _ => "the server is not able or not willing",
    };
}
