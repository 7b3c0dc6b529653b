namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Takes what a decoder finds in one payload, in payload order. A dialect that carries several devices names the device with each find.</summary>
public interface IDecodedSink
{
    /// <summary>A message with at least one good value; gone when the call returns.</summary>
    void OnTelemetry(in DecodedMessage message);

    /// <summary>Something a device says happened.</summary>
    void OnEvent(DecodedEvent happened);

    /// <summary>A device says whether something is so now, such as gas: it happened when it was not so before. A sink that remembers nothing takes each time as one.</summary>
    void OnState(DecodedEvent happened, bool isOn)
    {
        if (isOn)
            OnEvent(happened);
    }

    /// <summary>A device, or its Last Will, says whether it is there.</summary>
    void OnStatus(DeviceAddress device, bool online);

    /// <summary>At most once per payload, last: the payload holds something that could not be accepted. The reason is a code of <see cref="QuarantineReason"/>.</summary>
    void OnQuarantine(string reason, string detail);
}
