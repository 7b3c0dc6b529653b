namespace SmartCommunity.Contracts.Http;

/// <summary>An alert as people see it.</summary>
/// <param name="Id">Unique in the district.</param>
/// <param name="Community">Community code.</param>
/// <param name="Street">Its street.</param>
/// <param name="Rule">Id of the rule.</param>
/// <param name="TitleZh">What it is called, Chinese.</param>
/// <param name="TitleEn">What it is called, English.</param>
/// <param name="NextStepZh">What to do next, Chinese.</param>
/// <param name="NextStepEn">What to do next, English.</param>
/// <param name="RuleSet"><c>id@version</c> of the rules that raised it.</param>
/// <param name="Subject"><c>device:ID</c>, a place's twin id or <c>gateway:ID</c>; with <c>#EVENT</c> for one event.</param>
/// <param name="Device">The device; empty: a home or a gateway.</param>
/// <param name="Place">The place's twin id; empty: the community.</param>
/// <param name="EventId">The event; empty: none.</param>
/// <param name="EventType">Its type; empty: none.</param>
/// <param name="Priority"><c>P1</c>, <c>P2</c> or <c>P3</c>.</param>
/// <param name="Cause"><c>personAtRisk</c>, <c>placeAtRisk</c>, <c>capacity</c>, <c>deviceFault</c> or <c>networkCut</c>.</param>
/// <param name="Stage"><c>firing</c>, <c>acknowledged</c>, <c>dispatched</c>, <c>handling</c>, <c>resolved</c> or <c>closed</c>.</param>
/// <param name="StageSince">Since when.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="LastAt">When it was raised last.</param>
/// <param name="IsHolding">What raised it still holds.</param>
/// <param name="Occurrences">How often it was raised.</param>
/// <param name="Level">Level of escalation, from 0.</param>
/// <param name="Number">Number of its latest transition.</param>
/// <param name="Assignee">Who is sent; empty: nobody.</param>
/// <param name="Code">Cause code of its close; empty: open.</param>
/// <param name="Reason">What it rests on; null: an event alone.</param>
/// <param name="DueAt">When the present stage should have ended: acknowledged, on site, closed; null: no limit, or closed.</param>
/// <param name="Scenario">Code of the scenario of its rule, one of nine, such as <c>JK</c>; empty: none.</param>
public sealed record AlertView(
    string Id, string Community, string Street, string Rule, string TitleZh, string TitleEn, string NextStepZh, string NextStepEn, string RuleSet, string Subject, string Device, string Place,
    string EventId, string EventType, string Priority, string Cause, string Stage, DateTimeOffset StageSince, DateTimeOffset RaisedAt, DateTimeOffset LastAt, bool IsHolding, int Occurrences, int Level,
    int Number, string Assignee, string Code, AlertReasonView? Reason, DateTimeOffset? DueAt, string Scenario);

/// <summary>What an alert rests on.</summary>
/// <param name="Quantity">Quantity of the catalogue; empty: of none, or of all; of a home's kit those that stick out, <c>class.quantity</c>, with blanks between.</param>
/// <param name="Value">What was found, in the unit that <paramref name="Measures"/> says.</param>
/// <param name="Limit">What the rule allows, in the same unit.</param>
/// <param name="At">When it was measured.</param>
/// <param name="Measures">What the two are: <c>value</c> in the quantity's unit, <c>perHour</c> in that unit an hour, <c>seconds</c> for which it lasted, <c>count</c> of what happened; <c>expected</c> and <c>expectedPerHour</c>: the value beside what a model expected; <c>kit</c>: how far those that <c>Quantity</c> lists do not fit the others.</param>
public sealed record AlertReasonView(string Quantity, double Value, double Limit, DateTimeOffset At, string Measures);

/// <summary>One step of an alert's life.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="What">What happened: <c>raised</c>, <c>again</c>, <c>escalated</c>, <c>ended</c>, or what a person did.</param>
/// <param name="Stage">Where the alert stands after it.</param>
/// <param name="Actor">Person; empty: the system.</param>
/// <param name="At">When.</param>
/// <param name="Comment">What was said.</param>
/// <param name="Code">Cause code of a close; who is sent, of a dispatch; the override that changed the rule's numbers, of a raise.</param>
/// <param name="PhotoSha256">SHA-256 of a photo; empty: none.</param>
/// <param name="Level">Level of escalation after it.</param>
public sealed record AlertTransitionView(int Number, string What, string Stage, string Actor, DateTimeOffset At, string Comment, string Code, string PhotoSha256, int Level);

/// <summary>An alert with its history.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Transitions">What happened to it, in order.</param>
/// <param name="Override">The override whose numbers raised it; null: the rule's own did.</param>
/// <param name="RuleLimit">With an override of a limit: what the rule itself says; else null.</param>
public sealed record AlertDetail(AlertView Alert, IReadOnlyList<AlertTransitionView> Transitions, AlertSettingView? Override = null, double? RuleLimit = null);

/// <summary>A photo that was handed in for an alert.</summary>
/// <param name="Sha256">Its SHA-256: what an action names as <see cref="NewAlertAction.PhotoSha256"/>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="MediaType"><c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>, by its content.</param>
public sealed record AlertPhotoView(string Sha256, long Bytes, string MediaType);

/// <summary>A page of alerts with how many there are in each stage.</summary>
/// <param name="Items">The alerts.</param>
/// <param name="Total">How many match.</param>
/// <param name="Number">Number of the page.</param>
/// <param name="Size">Rows a page.</param>
/// <param name="Stages">How many of the same filter, whatever their stage, by stage.</param>
public sealed record AlertPage(IReadOnlyList<AlertView> Items, long Total, int Number, int Size, IReadOnlyDictionary<string, int> Stages);

/// <summary>What a person does about an alert.</summary>
public sealed record NewAlertAction
{
    /// <summary><c>acknowledge</c>, <c>dispatch</c>, <c>handle</c> (on site), <c>resolve</c>, <c>close</c>, <c>reopen</c> (also takes an acknowledgement back) or <c>comment</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Name of the person, 1 to 60 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>At most 500 characters; of a <c>comment</c> at least 1.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Of a <c>close</c>: <c>true</c>, <c>false</c>, <c>expected</c>, <c>duplicate</c>, <c>deviceFault</c> or <c>unsure</c>; of a <c>judge</c>: <c>true</c>, <c>false</c> or <c>unsure</c>.</summary>
    public string CauseCode { get; init; } = "";

    /// <summary>Of a <c>dispatch</c>: who is sent, 1 to 60 characters.</summary>
    public string Assignee { get; init; } = "";

    /// <summary>SHA-256 of a photo that was handed in before, 64 characters 0-9 a-f; empty: none.</summary>
    public string PhotoSha256 { get; init; } = "";

    /// <summary>The number of the latest transition the person saw; refused when there is a later one. Absent: not checked.</summary>
    public int? SeenNumber { get; init; }
}
