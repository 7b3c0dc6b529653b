namespace SmartCommunity.Cli.Bench;

/// <summary>Where a benchmark's data goes.</summary>
internal static class BenchFolder
{
    /// <summary>Runs in the folder given, or in a temporary one that is deleted afterwards.</summary>
    internal static async Task<T> UseAsync<T>(string? dataDir, Func<string, Task<T>> run)
    {
        if (dataDir is not null)
        {
            return await run(dataDir);
        }

        var temporary = Directory.CreateTempSubdirectory("smartcommunity-bench-").FullName;
        try
        {
            return await run(temporary);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
