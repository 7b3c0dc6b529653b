namespace SmartCommunity.Cli.Diagnosis;

/// <summary>How bad a finding is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>The line runs, but something is missing or will hurt later.</summary>
    Warning,

    /// <summary>The line does not run, or not safely.</summary>
    Bad,
}

/// <summary>One thing <c>doctor</c> looked at.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Text">What was found, with numbers.</param>
/// <param name="Advice">What to do; empty when good.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Text, string Advice = "")
{
    internal static Finding Good(string check, string text) => new(check, Verdict.Good, text);

    internal static Finding Warning(string check, string text, string advice) => new(check, Verdict.Warning, text, advice);

    internal static Finding Bad(string check, string text, string advice) => new(check, Verdict.Bad, text, advice);
}
