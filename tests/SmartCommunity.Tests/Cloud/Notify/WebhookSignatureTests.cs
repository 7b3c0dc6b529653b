using System.Diagnostics;
using SmartCommunity.Contracts;
using SmartCommunity.Tests.Tidy;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>The signature, and the README's way to check it, word for word.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef", Body = """{"a":1}""";
    private const string Known = "020c626f1ccd9fdc1fb78034d6735bdca794ce2de3efea76942a018a08ac78bc";

    /// <summary>What the README tells a receiver to run; made with its printf, so that no byte is added.</summary>
    private const string Command = """printf '%s.%s' "$t" "$body" | openssl dgst -sha256 -hmac "$secret" """;

    private static readonly DateTimeOffset _at = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);

    [Fact]
    public void The_readmes_header_is_that_of_its_body_and_secret()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "SmartCommunity.Contracts", "README.md"));

        Assert.Equal($"t=1764000000,v1={Known}", WebhookSignature.Of(Secret, _at, """{"a":1}"""u8));
        Assert.All([$"{WebhookSignature.Header}: t=1764000000,v1={Known}", $"`{Body}`", $"`{Secret}`", $"`{Command.Trim()}`"], said => Assert.Contains(said, readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_readmes_command_computes_the_signature()
    {
        var start = new ProcessStartInfo("bash", ["-c", Command]) { RedirectStandardOutput = true };
        (start.Environment["t"], start.Environment["body"], start.Environment["secret"]) = ("1764000000", Body, Secret);
        using var shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith(Known, said.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_second_another_body_or_another_key_is_another_signature() => Assert.Equal(
        4,
        new HashSet<string>
        {
            WebhookSignature.Of(Secret, _at, "a"u8), WebhookSignature.Of(Secret, _at.AddSeconds(1), "a"u8), WebhookSignature.Of(Secret, _at, "b"u8), WebhookSignature.Of(Secret + "0", _at, "a"u8),
        }.Count);
}
