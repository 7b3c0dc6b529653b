using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Programme.Papers.Dossiers;

/// <summary>The key dossiers are signed with.</summary>
public sealed class SigningKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-key-").FullName;

    private string Path => System.IO.Path.Combine(_folder, SigningKey.KeyFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_is_made_once_kept_for_its_owner_alone_and_signs_the_same_after_a_restart()
    {
        using var first = new SigningKey(Path);
        Assert.False(File.Exists(Path));
        var signature = first.Sign([1, 2, 3]);
        using var second = new SigningKey(Path);

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.True(SigningKey.IsSigned([1, 2, 3], signature, second.PublicKey));
        Assert.False(SigningKey.IsSigned([1, 2, 4], signature, second.PublicKey));
        Assert.False(SigningKey.IsSigned([1, 2, 3], signature, [1, 2, 3]));
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", second.PublicKeyPem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_no_key_is_named_and_never_replaced()
    {
        File.WriteAllText(Path, "no key");
        using var key = new SigningKey(Path);

        Assert.Contains(Path, Assert.Throws<InvalidDataException>(() => key.Fingerprint).Message, StringComparison.Ordinal);
        Assert.Equal("no key", File.ReadAllText(Path));
    }
}
