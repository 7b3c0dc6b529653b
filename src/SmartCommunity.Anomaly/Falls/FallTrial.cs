namespace SmartCommunity.Anomaly.Falls;

/// <summary>One recorded trial: a person falls once, or does something of every day.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Sha256">SHA-256 of the file, hexadecimal.</param>
/// <param name="Activity">Code of what was done, such as <c>F05</c>.</param>
/// <param name="Subject">Code of the person, such as <c>SE06</c>. A person is either learned from or tested on, never both.</param>
/// <param name="IsFall">Whether the person fell.</param>
/// <param name="Worn">What the sensor measured that is judged.</param>
/// <param name="Second">What a second sensor beside it measured; learned from too, so that a model does not lean on one sensor's range and noise. Null where there was none.</param>
public sealed record FallTrial(string File, string Sha256, string Activity, string Subject, bool IsFall, AccelerationWindow Worn, AccelerationWindow? Second);
