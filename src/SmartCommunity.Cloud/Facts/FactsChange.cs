using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;

namespace SmartCommunity.Cloud.Facts;

/// <summary>What one change of the registry said of one community, whole rows, on its way into the log.</summary>
internal sealed class FactsChange(string community)
{
    internal string Community => community;

    internal List<LoggedFact> Facts { get; } = [];

    internal List<LoggedRecord> Records { get; } = [];

    internal LoggedStanding? Standing { get; set; }

    internal List<LoggedEvidence> Evidence { get; } = [];

    internal List<LoggedStep> Steps { get; } = [];

    internal List<LoggedAlertAction> AlertActions { get; } = [];

    internal List<LoggedAlertSetting> AlertSettings { get; } = [];

    /// <summary>The registry version of the change: the log holds everything up to it once it holds this.</summary>
    internal long Version { get; set; }

    internal bool IsEmpty => Facts.Count + Records.Count + Evidence.Count + Steps.Count + AlertActions.Count + AlertSettings.Count == 0 && Standing is null;
}
