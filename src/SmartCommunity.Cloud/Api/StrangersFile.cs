namespace SmartCommunity.Cloud.Api;

/// <summary>Answers that are a stranger's file.</summary>
internal static class StrangersFile
{
    /// <summary>Never run in the console's origin, never guessed at, never kept by a proxy.</summary>
    internal static void Guard(HttpResponse response, string policy = "default-src 'none'; sandbox")
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.CacheControl = "private, no-store";
    }
}
