using Spectre.Console;

namespace SmartCommunity.Cli;

/// <summary>
/// The terminal: coloured lines and one live status line where there is a terminal, plain lines where output goes to a file or a pipe, no colour
/// with <c>NO_COLOR</c>. Thread-safe.
/// </summary>
internal sealed class Screen
{
    // Output in a file must not be wrapped at a guessed terminal width.
    private const int UnwrappedColumns = 10_000;

    private readonly Lock _gate = new(); // Protects the console and _status: lines of several processes arrive at once.
    private string _status = "";

    internal Screen(IAnsiConsole console, bool interactive)
    {
        Console = console;
        Interactive = interactive;
        if (!interactive)
        {
            console.Profile.Width = UnwrappedColumns;
        }
    }

    /// <summary>True when a person looks at it: a line may be overwritten.</summary>
    internal bool Interactive { get; }

    /// <summary>For tables and progress bars, which Spectre draws itself.</summary>
    internal IAnsiConsole Console { get; }

    internal static Screen OfProcess() => new(AnsiConsole.Console, !Terminal.IsOutputRedirected);

    internal void Done(string text) => Write("[green]√[/] ", text);

    internal void Warn(string text) => Write("[yellow]‼[/] ", text);

    internal void Fail(string text) => Write("[red]×[/] ", text);

    internal void Say(string text) => Write("", text);

    /// <summary>A line of one of the parts, with its name before it.</summary>
    internal void Echo(string part, string text) => Write($"[grey]{Markup.Escape(part),-9}|[/] ", text);

    /// <summary>Replaces the live status line; without a terminal nothing is written, the caller says important things as lines.</summary>
    internal void Status(string text)
    {
        if (!Interactive)
        {
            return;
        }

        lock (_gate)
        {
            EraseStatus_NeedsLock();
            _status = text.Length < Console.Profile.Width ? text : text[..(Console.Profile.Width - 1)];
            Console.Markup($"[grey]{Markup.Escape(_status)}[/]");
        }
    }

    private void Write(string mark, string text)
    {
        lock (_gate)
        {
            EraseStatus_NeedsLock();
            Console.MarkupLine(mark + Markup.Escape(text));
            if (_status.Length > 0)
            {
                Console.Markup($"[grey]{Markup.Escape(_status)}[/]");
            }
        }
    }

    private void EraseStatus_NeedsLock()
    {
        if (_status.Length > 0)
        {
            Console.Write(new ControlCode("\r\e[2K"));
        }
    }
}
