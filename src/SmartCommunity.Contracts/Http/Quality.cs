namespace SmartCommunity.Contracts.Http;

/// <summary>What alerts were worth and what they cost, over a time. Shares are 0 to 1; null where there is nothing to take a share of.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End, not in it.</param>
/// <param name="Communities">Communities counted.</param>
/// <param name="All">All of it together.</param>
/// <param name="Offices">By street office.</param>
/// <param name="Rules">By rule, the one with most alerts first.</param>
/// <param name="Sources">What raised most, the first ten.</param>
/// <param name="Stale">Open for more than a day, the oldest first, the first fifty.</param>
public sealed record QualityReport(
    DateTimeOffset From, DateTimeOffset To, int Communities, OfficeLoad All, IReadOnlyList<OfficeLoad> Offices, IReadOnlyList<RuleQuality> Rules, IReadOnlyList<AlertSource> Sources, IReadOnlyList<StaleAlert> Stale);

/// <summary>What alerts an office has.</summary>
/// <param name="Street">Street code; empty: all.</param>
/// <param name="Communities">Communities it has.</param>
/// <param name="Alerts">Alerts raised, or raised again after they had ended.</param>
/// <param name="PerHour">Alerts an hour, for each office.</param>
/// <param name="CrowdedShare">Share of the ten-minute slots with more than ten alerts.</param>
/// <param name="Open">Open now.</param>
/// <param name="Stale">Of them open for more than a day.</param>
/// <param name="AcknowledgedMedianSeconds">From raising to acknowledgement, the middle one.</param>
/// <param name="Acknowledged95Seconds">What 95 % stay within.</param>
/// <param name="FalseAlerts">Alerts that people called false, expected or duplicate, or a device's fault where the rule says something else.</param>
/// <param name="FalsePerCommunityDay">Of them for each day of each community.</param>
/// <param name="Precision">Share of the judged alerts that were right.</param>
public sealed record OfficeLoad(
    string Street, int Communities, int Alerts, double PerHour, double CrowdedShare, int Open, int Stale, double? AcknowledgedMedianSeconds, double? Acknowledged95Seconds, int FalseAlerts,
    double FalsePerCommunityDay, ShareView Precision);

/// <summary>A share that was counted.</summary>
/// <param name="Part">How many were so.</param>
/// <param name="All">Of how many.</param>
/// <param name="Share">The share; null: of none.</param>
/// <param name="Low">The true share lies above this 95 times of 100 (Wilson's interval, with <paramref name="High"/>).</param>
/// <param name="High">And below this.</param>
public sealed record ShareView(int Part, int All, double? Share, double Low, double High);

/// <summary>What a rule's alerts were worth.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="TitleZh">What it is called, Chinese.</param>
/// <param name="TitleEn">What it is called, English.</param>
/// <param name="Priority"><c>P1</c>, <c>P2</c> or <c>P3</c>.</param>
/// <param name="Alerts">Alerts raised.</param>
/// <param name="Codes">What people said they were, by cause code.</param>
/// <param name="Precision">Share of the judged alerts that were right; the unsure are not judged.</param>
/// <param name="Suggestion">Another limit that would have done better; null: none would, or too few were judged.</param>
public sealed record RuleQuality(string Rule, string TitleZh, string TitleEn, string Priority, int Alerts, IReadOnlyDictionary<string, int> Codes, ShareView Precision, LimitView? Suggestion);

/// <summary>Another limit, and its expected effect on the alerts that people judged.</summary>
/// <param name="Quantity">Quantity.</param>
/// <param name="Now">The limit now, in the quantity's unit.</param>
/// <param name="Limit">The suggested one.</param>
/// <param name="SparedFalse">False alerts that it would not have raised.</param>
/// <param name="False">Of how many.</param>
/// <param name="LostRight">Right ones that it would not have raised, at most.</param>
/// <param name="Right">Of how many.</param>
public sealed record LimitView(string Quantity, double Now, double Limit, int SparedFalse, int False, int LostRight, int Right);

/// <summary>What raised alerts.</summary>
/// <param name="Subject">The device, place or gateway, without the event.</param>
/// <param name="Community">Community code.</param>
/// <param name="Alerts">Alerts it raised.</param>
/// <param name="Share">Share of all.</param>
public sealed record AlertSource(string Subject, string Community, int Alerts, double Share);

/// <summary>An alert that is open for long.</summary>
/// <param name="Id">Alert id.</param>
/// <param name="TitleZh">What it is called, Chinese.</param>
/// <param name="TitleEn">What it is called, English.</param>
/// <param name="Community">Community code.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="RaisedAt">When it was raised.</param>
public sealed record StaleAlert(string Id, string TitleZh, string TitleEn, string Community, string Subject, DateTimeOffset RaisedAt);
