using System.Net.Http.Headers;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli;

/// <summary>
/// Asks a cloud as a program of its machine. Where people must sign in, the program shows a token that it and the cloud derive from the district's secret, as devices' tokens are; a cloud with the demo
/// operator asks for none.
/// </summary>
internal static class CloudClient
{
    // No device is called so: a device's id has no dot.
    private const string Subject = "cloud.programs";

    /// <summary>The token of programs.</summary>
    internal static string TokenOf(ReadOnlySpan<byte> secret) => DeviceToken.Derive(secret, Subject);

    /// <summary>Shows the token with every request.</summary>
    internal static void Show(HttpClient http, ReadOnlySpan<byte> secret) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(secret));

    /// <summary>A client that the caller disposes.</summary>
    internal static HttpClient Create(Uri cloud, TimeSpan patience, ReadOnlySpan<byte> secret)
    {
        var http = new HttpClient { BaseAddress = cloud, Timeout = patience };
        Show(http, secret);
        return http;
    }
}
