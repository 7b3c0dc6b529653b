using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Verbs;

/// <summary>The running cloud a verb asks, and the token it shows there: of an account, made under <c>/people/tokens</c> of the console. A cloud with the demo operator asks for none.</summary>
internal sealed class AskedCloud
{
    /// <summary>Where the token is found when no option names it: the command line of a process can be read by everybody on a machine.</summary>
    internal const string TokenVariable = "SMARTCOMMUNITY_TOKEN";

    private const string CloudName = "--cloud", TokenName = "--token";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2); // A month of one community's log is folded in seconds.

    private readonly Option<Uri?> _cloud;
    private readonly Option<string?> _token = new(TokenName) { Description = $"API token of an account, where people sign in. Absent: the variable {TokenVariable}, which others on the machine cannot read." };

    /// <summary>Of a verb that always asks.</summary>
    internal AskedCloud() => _cloud = new(CloudName) { Description = "Address of the running cloud.", DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultPort), CustomParser = PartOptions.ParseAddress };

    /// <summary>Of a verb that only asks when it is told whom.</summary>
    internal AskedCloud(string description) => _cloud = new(CloudName) { Description = description, CustomParser = PartOptions.ParseAddress };

    internal void AddTo(Command command)
    {
        command.Add(_cloud);
        command.Add(_token);
    }

    internal Uri? AddressIn(ParseResult result) => result.GetValue(_cloud);

    /// <summary>Asks; with a body by POST. A problem comes back as one line a fault.</summary>
    internal async Task<(string Body, int ExitCode)> AskAsync(ParseResult result, string path, CancellationToken stop, HttpContent? content = null)
    {
        var cloud = AddressIn(result)!;
        var token = result.GetValue(_token) ?? Environment.GetEnvironmentVariable(TokenVariable);
        using var http = new HttpClient { BaseAddress = cloud, Timeout = _patience };
        if (!string.IsNullOrWhiteSpace(token))
            http.DefaultRequestHeaders.Authorization = HeaderOf(token.Trim());
        try
        {
            var uri = new Uri(path, UriKind.Relative);
            using var answer = await (content is null ? http.GetAsync(uri, stop) : http.PostAsync(uri, content, stop));
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                throw new UsageException(string.IsNullOrWhiteSpace(token)
                    ? $"the cloud at {cloud} ({CloudName}) asks who you are: make a token under /people/tokens of its console and give it as {TokenName} or {TokenVariable}."
                    : $"the cloud at {cloud} ({CloudName}) does not take this token ({TokenName} or {TokenVariable}): it is mistyped, revoked, over, or its account is locked; make another under /people/tokens of its console.");
            var body = await answer.Content.ReadAsStringAsync(stop);
            return answer.IsSuccessStatusCode ? (body, ExitCode.Success) : (Problem(body), ExitCode.Failed);
        }
        catch (HttpRequestException fault)
        {
            throw new UsageException($"the cloud at {cloud} ({CloudName}) does not answer: {fault.Message}");
        }
    }

    // Never a line break or a character a header cannot carry; a token has none.
    private static AuthenticationHeaderValue HeaderOf(string token) => token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        ? new AuthenticationHeaderValue("Bearer", token)
        : throw new UsageException($"the token ({TokenName} or {TokenVariable}) has a character that no token has; tokens are letters, digits, '.', '-' and '_'.");

    private static string Problem(string body)
    {
        try
        {
            return string.Join('\n', JsonElement.Parse(body).GetProperty("errors").EnumerateObject().SelectMany(static e => e.Value.EnumerateArray().Select(m => $"{e.Name}: {m.GetString()}")));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body;
        }
    }
}
