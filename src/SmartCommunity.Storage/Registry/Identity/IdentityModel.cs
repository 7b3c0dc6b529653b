using Microsoft.EntityFrameworkCore;

namespace SmartCommunity.Storage.Registry.Identity;

/// <summary>The tables of accounts.</summary>
internal static class IdentityModel
{
    internal static void Configure(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PersonRow>(person =>
        {
            person.ToTable("person").HasKey(p => p.Id);
            person.HasIndex(p => p.Name).IsUnique();
            person.Property(p => p.Revision).IsConcurrencyToken();
        });
        modelBuilder.Entity<SignInLinkRow>(link =>
        {
            link.ToTable("sign_in_link").HasKey(l => l.TokenSha256);
            link.HasIndex(l => l.Person);
        });
        modelBuilder.Entity<ApiTokenRow>(token =>
        {
            token.ToTable("api_token").HasKey(t => t.Id);
            token.HasIndex(t => t.Person);
        });
    }
}
