using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Loading;

/// <summary>Runs what a person asked for; an exception comes back as a fault to show, and is logged once.</summary>
internal static class Attempt
{
    /// <summary>As the other, of whoever may do it.</summary>
    internal static Task<Outcome<T>> RunAsync<T>(Visitor visitor, string policy, Func<Task<Outcome<T>>> action, ILogger logger) => visitor.May(policy)
        ? RunAsync(action, logger)
        : Task.FromResult<Outcome<T>>(new Fault(FaultKind.Forbidden, "", Languages.Pick("您的角色不能执行此操作。", "Your roles may not do this.")));

    internal static async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> action, ILogger logger)
    {
        try
        {
            return await action();
        }
        catch (Exception exception)
        {
            logger.ActionFailed(exception);
            return new Fault(FaultKind.Unavailable, "", exception.Message);
        }
    }
}
