using System.Net;
using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Provisioning;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class ProvisioningListTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certificates_are_listed_by_state_and_revoked_for_a_reason_of_the_rfc()
    {
        await using var api = await ApiServer.StartAsync();
        await PostAsync(api, "/api/v1/devices", new NewDevice { Id = "w-1", Community = "baihe", Class = "wearable" });
        using var key = new DeviceKey("w-1");
        await PostAsync(api, "/api/v1/devices/w-1/certificates", new NewCertificate { Csr = key.Csr, Days = 7 });

        var expiring = (await api.Http.GetFromJsonAsync<Page<CertificateView>>("/api/v1/certificates?community=baihe&state=expiring&search=w-", Cancel))!;
        var serial = Assert.Single(expiring.Items).Serial;
        var refused = await api.Http.DeleteAsync(new Uri($"/api/v1/devices/w-1/certificates/{serial}?reason=boredom", UriKind.Relative), Cancel);
        var revoked = await api.Http.DeleteAsync(new Uri($"/api/v1/devices/w-1/certificates/{serial}?reason=superseded", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("keyCompromise", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(("revoked", "superseded"), await revoked.Content.ReadFromJsonAsync<CertificateView>(Cancel) is { } view ? (view.State, view.Reason) : default);
        Assert.Empty((await api.Http.GetFromJsonAsync<Page<CertificateView>>("/api/v1/certificates?state=good", Cancel))!.Items);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.Http.GetAsync(new Uri("/api/v1/certificates?state=stale", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Claims_are_listed_by_state_and_search_and_a_wrong_state_names_the_right_ones()
    {
        await using var api = await ApiServer.StartAsync();
        await PostAsync(api, "/api/v1/claims", new NewClaims { Batch = "box-1", Class = "wearable", Devices = ["w-1", "w-2", "x-1"] });
        (await api.Http.DeleteAsync(new Uri("/api/v1/claims/w-1", UriKind.Relative), Cancel)).EnsureSuccessStatusCode();

        var open = (await api.Http.GetFromJsonAsync<Page<ClaimView>>("/api/v1/claims?state=open&search=w-", Cancel))!;
        var wrong = await api.Http.GetAsync(new Uri("/api/v1/claims?state=lost", UriKind.Relative), Cancel);

        Assert.Equal("w-2", Assert.Single(open.Items).Device);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("open, claimed, expired, revoked", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task PostAsync<T>(ApiServer api, string path, T body)
    {
        using var answer = await api.Http.PostAsJsonAsync(path, body, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
