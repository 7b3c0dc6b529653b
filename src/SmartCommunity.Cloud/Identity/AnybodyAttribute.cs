using Microsoft.AspNetCore.Authorization;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Says of an endpoint or page that anybody may have it, signed in or not, and by which policy: <see cref="Policies.Public"/> or <see cref="Policies.OwnProof"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnybodyAttribute(string policy) : Attribute, IAllowAnonymous
{
    /// <summary>Why anybody may.</summary>
    public string Policy { get; } = policy;
}
