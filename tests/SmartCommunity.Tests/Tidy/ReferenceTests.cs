using System.Xml.Linq;

namespace SmartCommunity.Tests.Tidy;

/// <summary>The reference table of the architecture. A reference that is not here is a decision: make it in the architecture first.</summary>
public sealed class ReferenceTests
{
    private const int MaxProjectLines = 20;

    private static readonly string[] _openTelemetry =
    [
        "OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Exporter.Prometheus.AspNetCore",
        "OpenTelemetry.Instrumentation.Runtime",
    ];

    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> _allowed = new()
    {
        ["src/SmartCommunity.Telemetry"] = ([], []),
        ["src/SmartCommunity.Contracts"] =
            (["Telemetry"], ["Google.Protobuf", "Grpc.Core.Api", "Grpc.Tools", "MessagePack", "System.IO.Hashing"]),
        ["src/SmartCommunity.Storage"] =
            (["Telemetry"], ["DuckDB.NET.Data.Full", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.Extensions.Logging.Abstractions"]),
        ["src/SmartCommunity.Indicators"] = (["Telemetry"], ["YamlDotNet"]),
        ["src/SmartCommunity.Anomaly"] = (["Telemetry"], ["MathNet.Numerics", "Microsoft.ML", "Microsoft.ML.FastTree"]),
        ["src/SmartCommunity.Programme"] = ([], ["NetTopologySuite", "NetTopologySuite.IO.GeoJSON4STJ", "Stateless", "YamlDotNet"]),
        ["src/SmartCommunity.Cloud"] =
        (
            ["Telemetry", "Contracts", "Storage", "Indicators", "Anomaly", "Programme"],
            [
                "CsvHelper", "DocumentFormat.OpenXml", "Grpc.AspNetCore", "Hl7.Fhir.R4", "MailKit", "MiniExcel", "Microsoft.AspNetCore.OpenApi", "Microsoft.AspNetCore.SignalR.Protocols.MessagePack",
                "Microsoft.Orleans.Server", "OpenTelemetry.Instrumentation.AspNetCore", .. _openTelemetry,
            ]
        ),
        ["src/SmartCommunity.Console"] = (["Telemetry", "Contracts", "Indicators", "Programme", "Cloud"], ["Microsoft.AspNetCore.Components.QuickGrid"]),
        ["src/SmartCommunity.Cli"] =
            (["Cloud", "Console", "Gateway", "Simulators"], ["Microsoft.AspNetCore.SignalR.Client", "Spectre.Console", "System.CommandLine"]),
        ["edge/SmartCommunity.Gateway"] =
            (["Telemetry", "Contracts"], ["Grpc.Net.Client", "Microsoft.Data.Sqlite", "MQTTnet.AspNetCore", .. _openTelemetry]),
        ["device-simulators/SmartCommunity.Simulators"] = (["Telemetry"], ["Microsoft.Extensions.Logging.Abstractions", "MQTTnet", "ScottPlot", "YamlDotNet"]),
    };

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        var offenders =
            from project in Repository.ProjectFolders
            where !project.StartsWith("tests/", StringComparison.Ordinal)
            let allowed = _allowed.GetValueOrDefault(project)
            from reference in References(project, "ProjectReference").Select(ProjectName)
            where allowed.Projects is null || !allowed.Projects.Contains(reference)
            select $"{project} references the project {reference}";

        Repository.AssertNone(offenders, "Project references follow the architecture's table.");
    }

    [Fact]
    public void Projects_use_only_the_packages_the_table_allows()
    {
        var offenders =
            from project in Repository.ProjectFolders
            where !project.StartsWith("tests/", StringComparison.Ordinal)
            let allowed = _allowed.GetValueOrDefault(project)
            from package in References(project, "PackageReference")
            where allowed.Packages is null || !allowed.Packages.Contains(package)
            select $"{project} uses the package {package}";

        Repository.AssertNone(offenders, "Packages follow the architecture's table.");
    }

    [Fact]
    public void Every_project_outside_tests_is_in_the_table_and_in_the_solution()
    {
        var solution = Repository.File("SmartCommunity.sln").Text.Replace('\\', '/');
        var unknown = Repository.ProjectFolders.Where(p => !p.StartsWith("tests/", StringComparison.Ordinal) && !_allowed.ContainsKey(p));
        var missing = Repository.ProjectFolders.Where(p => !solution.Contains(p + "/", StringComparison.Ordinal));

        Repository.AssertNone(unknown.Select(p => $"{p}: not in the table").Concat(missing.Select(p => $"{p}: not in the solution")), "Projects are known.");
    }

    [Fact]
    public void No_project_states_a_version_of_its_own()
    {
        var offenders =
            from file in Repository.Files
            where file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            from element in XDocument.Parse(file.Text).Descendants("PackageReference")
            where element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null
            select $"{file.Path}: {element.Attribute("Include")?.Value}";

        Repository.AssertNone(offenders, "Versions live in Directory.Packages.props.");
    }

    [Fact]
    public void Every_project_has_its_lock_file()
    {
        var offenders = Repository.ProjectFolders.Where(p => !File.Exists(Path.Combine(Repository.Root, p, "packages.lock.json")));

        Repository.AssertNone(offenders, "packages.lock.json is committed beside the project.");
    }

    [Fact]
    public void Project_files_stay_short()
    {
        var offenders =
            from file in Repository.Files
            where file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            let lines = file.Lines.Count(line => !line.Contains("Reference Include=", StringComparison.Ordinal) && line.Trim().Length > 0)
            where lines > MaxProjectLines
            select $"{file.Path}: {lines} lines";

        Repository.AssertNone(offenders, $"A project file says at most {MaxProjectLines} lines besides its references; the rest belongs in Directory.Build.props.");
    }

    private static IEnumerable<string> References(string project, string element)
    {
        var file = Repository.Files.Single(f => f.Path.StartsWith(project + "/", StringComparison.Ordinal) && f.Path.EndsWith(".csproj", StringComparison.Ordinal));
        return XDocument.Parse(file.Text).Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
    }

    private static string ProjectName(string reference) =>
        Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')).Replace("SmartCommunity.", "", StringComparison.Ordinal);
}
