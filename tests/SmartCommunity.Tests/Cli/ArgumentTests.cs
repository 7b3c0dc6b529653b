using System.Net;
using System.Net.Sockets;
using SmartCommunity.Cli;

namespace SmartCommunity.Tests.Cli;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("up --listen 0.0.0.0", "--listen 0.0.0.0 is refused")]
    [InlineData("cloud --listen nonsense", "is no IP address")]
    [InlineData("up --port 99999", "1 to 65535")]
    [InlineData("up --scale 0", "--scale is outside its limits")]
    [InlineData("gateway --cloud nonsense", "not an http or https address")]
    [InlineData("bench line --seconds 0", "--seconds 0 is outside its limits")]
    [InlineData("bench scores --changes 0", "--changes 0 is outside its limits: 1 to 10000")]
    [InlineData("bench fleet --devices 10", "--devices 10 is outside its limits: 100 to 600000")]
    [InlineData("bench fleet --seconds 5", "--seconds 5 is outside its limits: 10 to 3600")]
    [InlineData("gateway --iot-hub-quota 0", "--iot-hub-quota 0 is outside its limits: 1 to 1048576")]
    public void An_argument_outside_its_limits_is_named(string line, string expected)
    {
        var errors = CommandLine.Build().Parse(line.Split(' ')).Errors;

        Assert.Contains(errors, e => e.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("up --data-dir d --port 9000 --no-simulators")]
    [InlineData("cloud --port 9000 --uplink-port 9001")]
    [InlineData("gateway --mqtt-port 1999 --cloud http://127.0.0.1:8081 --gateway-token-file t")]
    [InlineData("simulate --seed 7 --scale 0.5")]
    [InlineData("simulate replay CarParks --data d --speed 3600")]
    [InlineData("doctor --json")]
    [InlineData("pack diff a.yaml small@1 --json --packs folder")]
    [InlineData("pack validate a.yaml b.yaml")]
    [InlineData("bench line --rate 5000 --seconds 10 --out r.md --overload")]
    [InlineData("bench scores --seconds 60 --changes 100 --out r.md")]
    [InlineData("bench fleet --devices 60000 --rate 1000 --burst 5000 --seconds 120 --connect-rate 1000 --out r.md")]
    [InlineData("backup b --with-secrets")]
    [InlineData("restore b --force")]
    public void Documented_arguments_are_known(string line) => Assert.Empty(CommandLine.Build().Parse(line.Split(' ')).Errors);

    [Fact]
    public void A_port_in_use_is_named_with_its_option()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var fault = Assert.Throws<UsageException>(() => Ports.RequireFree((port, "--mqtt-port", "MQTT")));

        Assert.Contains($"port {port} (MQTT) is in use", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--mqtt-port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_port_asked_for_twice_is_refused() =>
        Assert.Contains("asked for twice", Assert.Throws<UsageException>(() => Ports.RequireFree((9000, "--port", "a"), (9000, "--mqtt-port", "b"))).Message, StringComparison.Ordinal);
}
