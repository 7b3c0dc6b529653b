using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Renewal;

namespace SmartCommunity.Tests.Gateway.Renewal;

public sealed class RenewalDeskTests
{
    private static readonly byte[] Session = SHA256.HashData("certificate"u8);
    private static readonly byte[] Csr = "MIIB"u8.ToArray();

    private readonly FakeTimeProvider _time = new();
    private readonly List<JsonElement> _answers = [];
    private readonly RenewalDesk _desk;

    public RenewalDeskTests() => _desk = new RenewalDesk(_time, NullLogger<RenewalDesk>.Instance);

    [Fact]
    public void While_the_cloud_is_away_a_device_is_told_to_come_again_and_nothing_is_counted()
    {
        for (var i = 0; i <= RenewalDesk.PerWindow; i++)
            Ask("w-1");
        _desk.Opened(takesReenrolments: false);
        Ask("w-1");
        _desk.Opened(takesReenrolments: true);
        Ask("w-1");

        Assert.Equal(RenewalDesk.PerWindow + 2, _answers.Count);
        Assert.All(_answers, answer => Assert.Equal((503, 60), (Status(answer), answer.GetProperty("retryAfter").GetInt32())));
        Assert.True(_desk.TryNext(out var sent));
        Assert.Equal(("w-1", "MIIB", ByteString.CopyFrom(Session)), (sent.Device, sent.Csr, sent.CertificateSha256));
    }

    [Fact]
    public void The_certificate_comes_as_pem_and_as_a_certs_only_pkcs7_of_that_one()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=w-1", key, HashAlgorithmName.SHA256).CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow().AddDays(1));
        _desk.Opened(takesReenrolments: true);
        Ask("w-1");
        Assert.True(_desk.TryNext(out var sent));

        _desk.Answer(new ReenrolmentAnswer { RequestId = sent.RequestId, Status = 200, Certificate = ByteString.CopyFrom(certificate.RawData) });
        _desk.Answer(new ReenrolmentAnswer { RequestId = sent.RequestId, Status = 401 });

        var answer = Assert.Single(_answers);
        Assert.Equal(200, Status(answer));
        using var pem = X509Certificate2.CreateFromPem(answer.GetProperty("certificate").GetString());
        Assert.Equal(certificate.RawData, pem.RawData);
        // ContentInfo { signedData, [0] SignedData { version, digestAlgorithms, encapContentInfo, [0] certificates, signerInfos } }, RFC 5652.
        var content = new AsnReader(answer.GetProperty("pkcs7").GetBytesFromBase64(), AsnEncodingRules.BER).ReadSequence();
        Assert.Equal("1.2.840.113549.1.7.2", content.ReadObjectIdentifier());
        var signed = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        signed.ReadInteger();
        Assert.False(signed.ReadSetOf().HasData);
        signed.ReadSequence();
        Assert.Equal(certificate.RawData, signed.ReadSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadEncodedValue().ToArray());
        Assert.False(signed.ReadSetOf().HasData);
    }

    [Fact]
    public void A_refusal_of_the_cloud_reaches_the_device_with_its_reason()
    {
        _desk.Opened(takesReenrolments: true);
        Ask("w-1");
        Assert.True(_desk.TryNext(out var sent));

        _desk.Answer(new ReenrolmentAnswer { RequestId = sent.RequestId, Status = 401, Fault = "The certificate is revoked." });

        var answer = Assert.Single(_answers);
        Assert.Equal((401, "The certificate is revoked."), (Status(answer), answer.GetProperty("error").GetString()));
        Assert.False(answer.TryGetProperty("retryAfter", out _));
    }

    [Fact]
    public void A_session_without_certificate_and_a_request_of_a_wrong_size_are_refused_with_the_limit()
    {
        _desk.Opened(takesReenrolments: true);
        _desk.Ask("w-1", [], Csr, Take);
        _desk.Ask("w-1", Session, [], Take);
        _desk.Ask("w-1", Session, new byte[RenewalDesk.MaxRequestBytes + 1], Take);
        _desk.Ask("w-1", Session, new byte[RenewalDesk.MaxRequestBytes], Take);

        Assert.Equal([401, 413, 413], _answers.Select(Status));
        Assert.Contains("16384", _answers[2].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_has_one_request_at_a_time_and_six_an_hour_and_others_are_not_held_up()
    {
        _desk.Opened(takesReenrolments: true);
        Ask("w-1");
        Ask("w-1");
        Assert.Equal(429, Status(Assert.Single(_answers)));
        AnswerAll();
        for (var i = 1; i < RenewalDesk.PerWindow; i++)
        {
            Ask("w-1");
            AnswerAll();
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Ask("w-1");
        var limited = _answers[^1];
        Ask("w-2");
        Assert.True(_desk.TryNext(out var other));
        _time.Advance(TimeSpan.FromMinutes(50));
        Ask("w-1");

        Assert.Equal((429, 3_000), (Status(limited), limited.GetProperty("retryAfter").GetInt32()));
        Assert.Equal("w-2", other.Device);
        Assert.True(_desk.TryNext(out var later));
        Assert.Equal("w-1", later.Device);
    }

    [Fact]
    public void A_broken_stream_and_a_silent_cloud_are_told_once_and_a_late_answer_is_dropped()
    {
        _desk.Opened(takesReenrolments: true);
        Ask("w-1");
        Assert.True(_desk.TryNext(out var first));
        _desk.Closed();
        _desk.Opened(takesReenrolments: true);
        Assert.False(_desk.TryNext(out _));
        Ask("w-1");
        Assert.True(_desk.TryNext(out var second));
        _time.Advance(RenewalDesk.AnswerLimit);
        foreach (var late in new[] { first, second })
            _desk.Answer(new ReenrolmentAnswer { RequestId = late.RequestId, Status = 401 });

        Assert.Equal([503, 503], _answers.Select(Status));
        Assert.Contains("broke", _answers[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("30 s", _answers[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_under_way_are_bounded()
    {
        _desk.Opened(takesReenrolments: true);
        for (var i = 0; i <= RenewalDesk.MaxWaiting; i++)
            Ask($"w-{i}");

        Assert.Equal(503, Status(Assert.Single(_answers)));
        Assert.Contains("256", _answers[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private void Ask(string device) => _desk.Ask(device, Session, Csr, Take);

    private void AnswerAll()
    {
        while (_desk.TryNext(out var sent))
            _desk.Answer(new ReenrolmentAnswer { RequestId = sent.RequestId, Status = 400, Fault = "no" });
    }

    private void Take(byte[] payload) => _answers.Add(JsonDocument.Parse(Encoding.UTF8.GetString(payload)).RootElement);

    private static int Status(JsonElement answer) => answer.GetProperty("status").GetInt32();
}
