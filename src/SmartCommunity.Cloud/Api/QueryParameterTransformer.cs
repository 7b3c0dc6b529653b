using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SmartCommunity.Cloud.Api;

/// <summary>Writes the query parameters of an endpoint into the OpenAPI document.</summary>
internal sealed class QueryParameterTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.IsRequired,
                Schema = new OpenApiSchema
                {
                    Type = parameter.Type switch
                    {
                        ParameterType.Integer => JsonSchemaType.Integer,
                        ParameterType.Boolean => JsonSchemaType.Boolean,
                        _ => JsonSchemaType.String,
                    },
                    Enum = parameter.Choices.Count == 0 ? null : [.. parameter.Choices.Select(choice => (JsonNode)choice)],
                },
            });
        }

        return Task.CompletedTask;
    }
}
