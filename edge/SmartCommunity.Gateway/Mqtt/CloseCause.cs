namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Why the gateway closed a connection; the tag of a metric, so few and fixed.</summary>
internal enum CloseCause
{
    /// <summary>Larger than the frame cap.</summary>
    FrameTooLarge,

    /// <summary>Breaks the protocol: wrong first packet, wrong flags, malformed.</summary>
    Protocol,

    /// <summary>A topic name that is not canonical.</summary>
    BadTopic,

    /// <summary>An MQTT 3.1.1 client published on a topic that is not its own; that version has no refusal.</summary>
    ForeignTopic,

    /// <summary>No CONNECT within the deadline.</summary>
    ConnectDeadline,

    /// <summary>Nothing received for one and a half keep-alive periods.</summary>
    KeepAlive,

    /// <summary>Does not read what it is sent, or does not acknowledge its commands.</summary>
    NotReading,

    /// <summary>The outbox refused a message of an MQTT 3.1.1 client.</summary>
    Refused,

    /// <summary>Its enrolment or credential was withdrawn.</summary>
    Revoked,

    /// <summary>The signature it logged in with has run out.</summary>
    Expired,

    /// <summary>The gateway stops.</summary>
    Shutdown,

    /// <summary>The same device logged in again.</summary>
    TakenOver,
}
