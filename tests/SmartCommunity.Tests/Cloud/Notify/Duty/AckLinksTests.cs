using System.Buffers.Text;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Tests.Storage;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

public sealed class AckLinksTests : IDisposable
{
    private static readonly AckClaim _claim = new("baihe-12-0", "fuchun.day", new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_token_says_what_was_signed_and_the_key_outlives_a_restart()
    {
        var token = Links().Sign(_claim);

        Assert.Equal(_claim, Links().Read(token));
        Assert.StartsWith("https://desk.example/fy/alerts/ack?t=", Links("https://desk.example/fy/").LinkFor(_claim.Alert, _claim.Recipient, _claim.Expires), StringComparison.Ordinal);
        Assert.Equal("", new AckLinks(_folder.Sub("none.key"), null).LinkFor(_claim.Alert, _claim.Recipient, _claim.Expires));
        Assert.False(File.Exists(_folder.Sub("none.key")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Sub(AckLinks.KeyFile)));
    }

    [Fact]
    public void Every_changed_bit_and_every_cut_makes_a_token_nobodys()
    {
        var links = Links();
        var bytes = Base64Url.DecodeFromChars(links.Sign(_claim));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(links.Read(Base64Url.EncodeToString(changed)));
        }

        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(links.Read(Base64Url.EncodeToString(bytes.AsSpan(0, length))));
        Assert.All(new[] { null, "", "***", "x", new string('A', 4_000) }, token => Assert.Null(links.Read(token)));
    }

    [Fact]
    public void Another_key_signs_other_tokens_and_half_a_key_is_refused()
    {
        var token = Links().Sign(_claim);
        File.Delete(_folder.Sub(AckLinks.KeyFile));
        Assert.Null(Links().Read(token));

        File.WriteAllBytes(_folder.Sub(AckLinks.KeyFile), new byte[7]);

        Assert.Contains("7 bytes, not 32", Assert.Throws<InvalidDataException>(() => Links().Sign(_claim)).Message, StringComparison.Ordinal);
    }

    private AckLinks Links(string address = "https://desk.example/") => new(_folder.Sub(AckLinks.KeyFile), new Uri(address));
}
