using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Renewal;

/// <summary>
/// What a device hears on <c>simplereenrollResp</c>: status codes and <c>retryAfter</c> of RFC 7030, the certificate as its certs-only PKCS#7 and as PEM. Pure.
/// </summary>
/// <remarks>
/// <c>{"status":200,"certificate":"-----BEGIN CERTIFICATE-----…","pkcs7":"MII…","notAfter":"2027-11-25T00:00:00Z"}</c>, or <c>{"status":503,"error":"…","retryAfter":60}</c>. Without
/// <c>retryAfter</c> the same request will be refused again.
/// </remarks>
internal static class RenewalAnswer
{
    internal const int Ok = 200, Unauthorized = 401, TooLarge = 413, TooMany = 429, Unavailable = 503;

    // Sentences for people stay readable on the wire: nothing here is put into a web page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Of(ReenrolmentAnswer answer) => answer.Status == Ok
        ? Issued(answer.Certificate.Span)
        : Refused(answer.Status, answer.Fault, answer.RetryAfterS);

    internal static byte[] Refused(int status, string error, int retryAfterSeconds) => Json(json =>
    {
        json.WriteNumber("status", status);
        json.WriteString("error", error);
        if (retryAfterSeconds > 0)
            json.WriteNumber("retryAfter", retryAfterSeconds);
    });

    private static byte[] Issued(ReadOnlySpan<byte> der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return Json(json =>
        {
            json.WriteNumber("status", Ok);
            json.WriteString("certificate", certificate.ExportCertificatePem());
            json.WriteBase64String("pkcs7", new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!);
            json.WriteString("notAfter", certificate.NotAfter.ToUniversalTime());
        });
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
