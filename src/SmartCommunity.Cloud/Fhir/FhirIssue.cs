using Hl7.Fhir.Model;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>One thing wrong with what was sent, as an OperationOutcome tells it.</summary>
/// <param name="Type">FHIR's kind of issue.</param>
/// <param name="Element">The element, e.g. <c>Observation.valueQuantity.code</c>.</param>
/// <param name="Message">What is wrong, with the limit.</param>
internal sealed record FhirIssue(OperationOutcome.IssueType Type, string Element, string Message)
{
    internal static OperationOutcome Outcome(IEnumerable<FhirIssue> issues) => new()
    {
        Issue =
        [
            .. issues.Select(issue => new OperationOutcome.IssueComponent
            {
                Severity = OperationOutcome.IssueSeverity.Error, Code = issue.Type, Diagnostics = issue.Message, Expression = [issue.Element],
            }),
        ],
    };
}
