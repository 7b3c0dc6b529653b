using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Opens the MQTT listeners on Kestrel: plaintext, and TLS when there is a server certificate.</summary>
internal static class MqttEndpoint
{
    internal static void ListenPlain(KestrelServerOptions kestrel, IPEndPoint endpoint, DeviceListener listener, Action<ListenOptions> opened) =>
        kestrel.Listen(endpoint, listen =>
        {
            listen.Run(listener.OnConnectedAsync);
            opened(listen);
        });

    internal static void ListenTls(
        KestrelServerOptions kestrel, IPEndPoint endpoint, TlsMaterial tls, TimeSpan handshakeDeadline, DeviceListener listener, Action<ListenOptions> opened) =>
        kestrel.Listen(endpoint, listen =>
        {
            // The callback form leaves ALPN alone: Kestrel would offer HTTP only, and a client that asks for "mqtt" would be turned away.
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = handshakeDeadline,
                OnConnection = _ => ValueTask.FromResult(tls.Options()),
            });
            listen.Run(listener.OnConnectedAsync);
            opened(listen);
        });
}

/// <summary>The gateway's certificate and the authority of its devices. Immutable; the certificates live as long as the process.</summary>
internal sealed class TlsMaterial
{
    private readonly SslStreamCertificateContext _server;
    private readonly X509Certificate2Collection? _authority;

    /// <summary>Reads PEM files; a missing or unreadable one throws with its path.</summary>
    internal TlsMaterial(string certificatePath, string keyPath, string? clientAuthorityPath)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        // Some platforms cannot use the ephemeral key that PEM loading makes; the round trip through PKCS #12 gives one that all can.
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificatePath);
        _server = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        if (clientAuthorityPath is null)
            return;
        _authority = [];
        _authority.ImportFromPemFile(clientAuthorityPath);
    }

    /// <summary>True when the directory brings authorities of communities, so that a certificate which this gateway's own file does not know may still be good.</summary>
    internal Func<bool> HasOthers { get; set; } = static () => false;

    internal SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = _server,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = true, // Asked for, not demanded: the validation below accepts none.
        RemoteCertificateValidationCallback = Accepts,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    /// <summary>
    /// Without an authority of its own any certificate passes here: the login pins it by its thumbprint, or judges it by the authority of the device's community, which
    /// only the login knows. With one, and none of communities, it must chain to it, perhaps over certificates that the
    /// device sent along, be in its time and be good for clients; nothing is fetched from addresses that stand in it.
    /// </summary>
    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || _authority is null)
            return true;
        if (certificate is not X509Certificate2 presented)
            return false;
        using var check = new X509Chain();
        check.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        check.ChainPolicy.CustomTrustStore.AddRange(_authority);
        check.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        check.ChainPolicy.DisableCertificateDownloads = true;
        check.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateTrust.ClientAuthentication));
        if (chain is not null)
            check.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return check.Build(presented) || HasOthers();
    }
}
