using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Provisioning;

public sealed class CertificateDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_becomes_a_client_certificate_of_the_communitys_authority_made_on_the_way()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        using var key = new DeviceKey("w-1");

        var issued = (await registry.Certificates.IssueAsync("w-1", new NewCertificate { Csr = key.Csr }, "me", Cancel)).Value!;
        var directory = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel);

        using var certificate = key.With(issued.Pem);
        Assert.Equal("CN=w-1", certificate.Subject);
        Assert.Equal("1.3.6.1.5.5.7.3.2", certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(TemporaryRegistry.Start.AddMinutes(-5).AddDays(365), new DateTimeOffset(certificate.NotAfter));
        Assert.Equal((certificate.SerialNumber, "good"), (issued.Certificate.Serial, issued.Certificate.State));
        var authority = Assert.Single(await registry.Authorities.ListAsync("baihe", Cancel));
        Assert.Equal((authority.Certificate, "baihe"), (issued.Authority, Assert.Single(directory.Authorities).Community));
        Assert.Empty(await registry.Authorities.ListAsync("dengyun", Cancel));
        Assert.Equal(["authority.create", "certificate.issue"], (await AuditAsync(registry)).Order());
    }

    [Fact]
    public async Task The_authoritys_key_lies_in_a_file_that_only_its_owner_reads_and_missing_it_is_said()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are Unix.");
            return;
        }

        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        using var key = new DeviceKey("w-1");
        await registry.Authorities.CreateAsync("baihe", "me", Cancel);
        var folder = Path.Combine(registry.Folder, "authorities");
        var file = Assert.Single(Directory.GetFiles(folder));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        File.Delete(file);
        var fault = Assert.Single((await registry.Certificates.IssueAsync("w-1", new NewCertificate { Csr = key.Csr }, "me", Cancel)).Faults);
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("key of authority", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_requests_are_refused_by_field_and_reason()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync(
            [
                TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("gone"), TemporaryRegistry.Device("carried") with { Via = "w-1" },
                TemporaryRegistry.Device("pinned") with { CertificateSha256 = new string('a', 64) },
            ],
            Cancel);
        await registry.Devices.RetireAsync("gone", Cancel);
        using var good = new DeviceKey("w-1");
        using var other = new DeviceKey("w-2");
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using var weak = RSA.Create(1024);
        var signedByAnother = good.Csr.Replace(good.Csr.Split('\n')[2], other.Csr.Split('\n')[2], StringComparison.Ordinal);

        Assert.Contains("missing", await FaultAsync("w-1", "", "csr"), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await FaultAsync("w-1", "nonsense", "csr"), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await FaultAsync("w-1", signedByAnother, "csr"), StringComparison.Ordinal);
        Assert.Contains("limit of 16384", await FaultAsync("w-1", new string('x', 20_000), "csr"), StringComparison.Ordinal);
        Assert.Contains("'w-2'; it must be the device id 'w-1'", await FaultAsync("w-1", other.Csr, "csr"), StringComparison.Ordinal);
        Assert.Contains("P-256 or P-384", await FaultAsync("w-1", new CertificateRequest("CN=w-1", p521, HashAlgorithmName.SHA256).CreateSigningRequestPem(), "csr"), StringComparison.Ordinal);
        Assert.Contains("1024 bits", await FaultAsync("w-1", new CertificateRequest("CN=w-1", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(), "csr"), StringComparison.Ordinal);
        Assert.Contains("1 to 825", await FaultAsync("w-1", good.Csr, "days", days: 826), StringComparison.Ordinal);
        Assert.Contains("1 to 825", await FaultAsync("w-1", good.Csr, "days", days: 0), StringComparison.Ordinal);
        Assert.Contains("No device", await FaultAsync("nobody", good.Csr, "device"), StringComparison.Ordinal);
        Assert.Contains("retired", await FaultAsync("gone", good.Csr, "device"), StringComparison.Ordinal);
        Assert.Contains("carried", await FaultAsync("carried", good.Csr, "device"), StringComparison.Ordinal);
        Assert.Contains("one certificate of its own", await FaultAsync("pinned", good.Csr, "device"), StringComparison.Ordinal);

        async Task<string> FaultAsync(string device, string csr, string field, int days = 365)
        {
            var fault = Assert.Single((await registry.Certificates.IssueAsync(device, new NewCertificate { Csr = csr, Days = days }, "me", Cancel)).Faults);
            Assert.Equal(field, fault.Field);
            return fault.Message;
        }
    }

    [Fact]
    public async Task A_device_renews_with_its_own_token_and_with_no_other()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var token = (await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel)).Value!.Token!;
        var other = (await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-2"), Cancel)).Value!.Token!;
        var next = (await registry.Devices.RotateTokenAsync("w-1", Cancel)).Value!.Token!;
        using var key = new DeviceKey("w-1");
        var request = new NewCertificate { Csr = key.Csr };

        Assert.True((await registry.Certificates.RenewAsync("w-1", token, request, Cancel)).Succeeded);
        Assert.True((await registry.Certificates.RenewAsync("w-1", next, request, Cancel)).Succeeded);
        foreach (var wrong in new[] { other, "", "x" })
            Assert.Equal(FaultKind.Unauthorized, Assert.Single((await registry.Certificates.RenewAsync("w-1", wrong, request, Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.Unauthorized, Assert.Single((await registry.Certificates.RenewAsync("nobody", token, request, Cancel)).Faults).Kind);
        Assert.Equal(2, (await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Total);
    }

    [Fact]
    public async Task Five_good_certificates_are_the_limit_and_a_revoked_one_makes_room_and_reaches_the_gateway()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        using var key = new DeviceKey("w-1");
        var request = new NewCertificate { Csr = key.Csr };
        for (var i = 0; i < CertificateDesk.MaxGood; i++)
            Assert.True((await registry.Certificates.IssueAsync("w-1", request, "me", Cancel)).Succeeded);
        var serial = (await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Items[0].Serial;

        var over = await registry.Certificates.IssueAsync("w-1", request, "me", Cancel);
        var revoked = await registry.Certificates.RevokeAsync("w-1", serial, "me", Cancel);
        var room = await registry.Certificates.IssueAsync("w-1", request, "me", Cancel);

        Assert.Equal(FaultKind.Conflict, Assert.Single(over.Faults).Kind);
        Assert.Equal("revoked", revoked.Value!.State);
        Assert.True(room.Succeeded);
        Assert.Equal([serial], (await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Revoked);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await registry.Certificates.RevokeAsync("w-1", "00", "me", Cancel)).Faults).Kind);
        registry.Time.Advance(TimeSpan.FromDays(366));
        Assert.Empty((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Revoked);
    }

    [Fact]
    public async Task An_imported_authority_signs_and_the_older_one_is_believed_on()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        await registry.Authorities.CreateAsync("baihe", "me", Cancel);
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        using var rsa = RSA.Create(2048);
        var root = new CertificateRequest("CN=Vendor", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = root.CreateSelfSigned(TemporaryRegistry.Start.AddDays(-1), TemporaryRegistry.Start.AddDays(30));
        using var key = new DeviceKey("w-1");

        var imported = (await registry.Authorities.ImportAsync(
            "baihe", new NewAuthority { Certificate = certificate.ExportCertificatePem(), Key = rsa.ExportPkcs8PrivateKeyPem() }, "me", Cancel)).Value!;
        var issued = (await registry.Certificates.IssueAsync("w-1", new NewCertificate { Csr = key.Csr }, "me", Cancel)).Value!;
        var believed = (await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Authorities.Count;
        var removed = await registry.Authorities.RemoveAsync("baihe", imported.Sha256, "me", Cancel);

        Assert.True(imported is { Imported: true, Signs: true, Subject: "CN=Vendor" });
        Assert.Equal("CN=Vendor", key.With(issued.Pem).Issuer);
        Assert.Equal(TemporaryRegistry.Start.AddDays(30), issued.Certificate.NotAfter);
        Assert.Equal(2, believed);
        Assert.True(removed.Succeeded);
        Assert.Single((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Authorities);
    }

    [Fact]
    public async Task An_authority_that_is_none_or_whose_key_is_anothers_is_refused()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string Pem(bool authority, int days)
        {
            var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
            using var certificate = request.CreateSelfSigned(TemporaryRegistry.Start.AddDays(-9), TemporaryRegistry.Start.AddDays(days));
            return certificate.ExportCertificatePem();
        }

        async Task<string> FaultAsync(string community, string certificate, string keyPem)
        {
            var fault = Assert.Single((await registry.Authorities.ImportAsync(community, new NewAuthority { Certificate = certificate, Key = keyPem }, "me", Cancel)).Faults);
            return $"{fault.Field}: {fault.Message}";
        }

        Assert.StartsWith("certificate: certificate is not a PEM", await FaultAsync("baihe", "x", ""), StringComparison.Ordinal);
        Assert.Contains("do not say CA", await FaultAsync("baihe", Pem(false, 9), key.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.Contains("expired", await FaultAsync("baihe", Pem(true, -1), key.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.StartsWith("key: ", await FaultAsync("baihe", Pem(true, 9), other.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.StartsWith("key: ", await FaultAsync("baihe", Pem(true, 9), ""), StringComparison.Ordinal);
        Assert.StartsWith("community: ", await FaultAsync("atlantis", Pem(true, 9), key.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(registry.Folder, "authorities")));
    }

    private static async Task<IEnumerable<string>> AuditAsync(TemporaryRegistry registry) =>
        (await new AuditTrail(registry.Store).ListAsync(null, 1, 50, Cancel)).Items.Select(a => a.Action);
}
