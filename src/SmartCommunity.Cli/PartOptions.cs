using System.CommandLine;
using System.Net;
using SmartCommunity.Cli.Folders;


namespace SmartCommunity.Cli;

/// <summary>Options that several verbs have, each made anew for its verb: one meaning, one default, one limit.</summary>
internal static class PartOptions
{
    internal const string SupervisedName = "--supervised", SignInName = "--sign-in";
    internal const int DefaultPort = 8080;
    internal const int DefaultControlPort = DefaultPort + 4; // Of the simulators that 'up' starts.
    internal const int DefaultMqttPort = 1883; // Registered for MQTT.
    internal const string DefaultGatewayId = "gateway-1";
    internal const int DefaultSeed = 20251123;
    private const int MaxPort = 65_535;
    private const double MaxScale = 600;

    internal static Option<string> DataDir() => new("--data-dir")
    {
        Description = "Folder of everything that is kept. Created when absent; a folder with other files in it is refused.",
        DefaultValueFactory = _ => DataFolder.DefaultPath,
    };

    internal static Option<int> Port(string name, string description, int standard) => Limited(name, description, standard, 1, MaxPort);

    /// <summary>A port that follows another when it is not given.</summary>
    internal static Option<int?> PortAfter(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result => CheckRange(result, name, 1, MaxPort));
        return option;
    }

    internal static Option<int> Seed() => new("--seed")
    {
        Description = "Seed of the simulated district: the same seed gives the same devices and the same days.",
        DefaultValueFactory = _ => DefaultSeed,
    };

    internal static Option<double> Scale()
    {
        var option = new Option<double>("--scale")
        {
            Description = $"Multiplies the simulated devices; 1 is about 70 a community. Above 0, at most {MaxScale}.",
            DefaultValueFactory = _ => 1,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= MaxScale))
            {
                result.AddError($"--scale is outside its limits: above 0, at most {MaxScale}.");
            }
        });
        return option;
    }

    internal static Option<string> GatewayId() => new("--gateway-id")
    {
        Description = "Id of the gateway: the one its devices are enrolled to.",
        DefaultValueFactory = _ => DefaultGatewayId,
    };

    /// <summary>Asks for accounts.</summary>
    internal static Option<bool> SignIn() => new(SignInName)
    {
        Description = "Ask people to sign in with accounts; the first start prints a one-time link that makes the first administrator. Absent: whoever sits at this machine is a demo operator with every role.",
    };

    /// <summary>Where to listen. Every part but the cloud stays on loopback.</summary>
    internal static Option<string> Listen()
    {
        var option = new Option<string>("--listen") { Description = "Address of the API and the console: a loopback address.", DefaultValueFactory = _ => "127.0.0.1" };
        option.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>() ?? "";
            var loopback = text == "localhost" || (IPAddress.TryParse(text, out var address) && IPAddress.IsLoopback(address));
            if (!loopback)
            {
                result.AddError($"--listen {text} is refused: 'up' is for this machine (127.0.0.1); 'cloud --sign-in' listens beyond it.");
            }
        });
        return option;
    }

    internal static Option<bool> Supervised() => new(SupervisedName) { Hidden = true, Description = "Ends when standard input closes." };

    internal static Option<int> Limited(string name, string description, int standard, int min, int max)
    {
        var option = new Option<int>(name) { Description = $"{description} {min} to {max}.", DefaultValueFactory = _ => standard };
        option.Validators.Add(result => CheckRange(result, name, min, max));
        return option;
    }

    internal static Option<double> Fraction(string name, string description, double standard, double min, double max)
    {
        var option = new Option<double>(name) { Description = FormattableString.Invariant($"{description} {min} to {max}."), DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is var value && value >= min && value <= max))
            {
                result.AddError(FormattableString.Invariant($"{name} is outside its limits: {min} to {max}."));
            }
        });
        return option;
    }

    /// <summary>For options of type <see cref="Uri"/>: an absolute http or https address.</summary>
    internal static Uri? ParseAddress(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        result.AddError($"{text} is not an http or https address, as in http://127.0.0.1:{DefaultPort}.");
        return null;
    }

    internal static void CheckRange(System.CommandLine.Parsing.OptionResult result, string name, int min, int max)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < min || value > max))
        {
            result.AddError($"{name} {value} is outside its limits: {min} to {max}.");
        }
    }
}
