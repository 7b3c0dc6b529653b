using Microsoft.EntityFrameworkCore;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Storage.Registry;

/// <summary>
/// The registry model: what people edit, and commands. Provider-neutral; the tables themselves are made by <see cref="RegistrySchema"/>,
/// and a test holds the two to each other. Not thread-safe: one context per unit of work, from <see cref="RegistryStore"/>.
/// </summary>
public sealed class RegistryContext(DbContextOptions<RegistryContext> options) : DbContext(options)
{
    /// <summary>Bytes of a SHA-256.</summary>
    public const int HashBytes = 32;

    public DbSet<StreetRow> Streets => Set<StreetRow>();

    public DbSet<CommunityRow> Communities => Set<CommunityRow>();

    public DbSet<GatewayRow> Gateways => Set<GatewayRow>();

    public DbSet<DeviceRow> Devices => Set<DeviceRow>();

    public DbSet<FieldMappingRow> FieldMappings => Set<FieldMappingRow>();

    public DbSet<ProfileRow> Profiles => Set<ProfileRow>();

    public DbSet<ImportedModelRow> ImportedModels => Set<ImportedModelRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<AuthorityRow> Authorities => Set<AuthorityRow>();

    public DbSet<CertificateRow> Certificates => Set<CertificateRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<ClassQuotaRow> ClassQuotas => Set<ClassQuotaRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<CommandRow> Commands => Set<CommandRow>();

    public DbSet<TwinRow> Twins => Set<TwinRow>();

    public DbSet<RelationRow> Relations => Set<RelationRow>();

    public DbSet<StandingRow> Standings => Set<StandingRow>();

    public DbSet<FactRow> Facts => Set<FactRow>();

    public DbSet<RecordRow> Records => Set<RecordRow>();

    public DbSet<EvidenceRow> Evidence => Set<EvidenceRow>();

    public DbSet<EventStepRow> EventSteps => Set<EventStepRow>();

    /// <summary>What people did about alerts.</summary>
    public DbSet<AlertActionRow> AlertActions => Set<AlertActionRow>();

    /// <summary>Overrides, away modes and maintenance windows.</summary>
    public DbSet<AlertSettingRow> AlertSettings => Set<AlertSettingRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<GapActionRow> GapActions => Set<GapActionRow>();

    /// <summary>Rosters of the streets.</summary>
    public DbSet<RosterRow> Rosters => Set<RosterRow>();

    /// <summary>Holidays and make-up working days by year.</summary>
    public DbSet<CalendarYearRow> CalendarYears => Set<CalendarYearRow>();

    /// <summary>Notes from one shift to the next.</summary>
    public DbSet<HandoverNoteRow> HandoverNotes => Set<HandoverNoteRow>();

    /// <summary>Accounts of people.</summary>
    public DbSet<PersonRow> People => Set<PersonRow>();

    /// <summary>Links that set a password once.</summary>
    public DbSet<SignInLinkRow> SignInLinks => Set<SignInLinkRow>();

    /// <summary>Tokens by which programs act as accounts.</summary>
    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    /// <summary>The programme's log.</summary>
    public DbSet<ProgrammeEntryRow> ProgrammeEntries => Set<ProgrammeEntryRow>();

    internal DbSet<CounterRow> Counters => Set<CounterRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        Places(modelBuilder);
        Things(modelBuilder);
        Graph(modelBuilder);
        Provisioning(modelBuilder);
        FactsModel.Configure(modelBuilder);
        Duty(modelBuilder);
        IdentityModel.Configure(modelBuilder);
        modelBuilder.Entity<CommandRow>(command =>
        {
            command.ToTable("command").HasKey(c => c.Id);
            command.HasIndex(c => new { c.Gateway, c.Stage });
            command.HasIndex(c => new { c.Device, c.CreatedAtMs });
            command.HasIndex(c => new { c.Stage, c.ExpiresAtMs });
        });
        modelBuilder.Entity<ProgrammeEntryRow>(entry =>
        {
            entry.ToTable("programme_entry").HasKey(e => e.Position);
            entry.Property(e => e.Position).ValueGeneratedNever();
            entry.HasIndex(e => new { e.Project, e.Position });
        });
        modelBuilder.Entity<CounterRow>().ToTable("counter").HasKey(c => c.Name);
        NameColumns(modelBuilder);
    }

    private static void Places(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StreetRow>().ToTable("street").HasKey(s => s.Code);
        modelBuilder.Entity<CommunityRow>(community =>
        {
            community.ToTable("community").HasKey(c => c.Code);
            community.HasOne<StreetRow>().WithMany().HasForeignKey(c => c.Street).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Things(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<GatewayRow>().ToTable("gateway").HasKey(g => g.Id);
        modelBuilder.Entity<DeviceRow>(device =>
        {
            device.ToTable("device").HasKey(d => d.Id);
            device.HasOne<CommunityRow>().WithMany().HasForeignKey(d => d.Community).OnDelete(DeleteBehavior.Restrict);
            device.HasOne<GatewayRow>().WithMany().HasForeignKey(d => d.Gateway).OnDelete(DeleteBehavior.Restrict);
            device.HasIndex(d => new { d.Gateway, d.Version });
            device.HasIndex(d => d.Class);
            device.HasIndex(d => new { d.Id, d.Name, d.RetiredAtMs });
            device.HasIndex(d => new { d.Via, d.Alias }).IsUnique().HasFilter("via <> '' AND retired_at_ms IS NULL");
        });
        modelBuilder.Entity<ImportedModelRow>(model =>
        {
            model.ToTable("imported_model").HasKey(m => m.Code);
            model.HasIndex(m => m.ModelId).IsUnique();
        });
        modelBuilder.Entity<FieldMappingRow>(mapping =>
        {
            mapping.ToTable("field_mapping").HasKey(m => m.Id);
            mapping.HasIndex(m => new { m.Class, m.Device, m.Field }).IsUnique();
        });
    }

    private static void Graph(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TwinRow>(twin =>
        {
            twin.ToTable("twin").HasKey(t => t.Id);
            twin.HasOne<CommunityRow>().WithMany().HasForeignKey(t => t.Community).OnDelete(DeleteBehavior.Restrict);
            twin.HasIndex(t => new { t.Community, t.Version });
        });
        modelBuilder.Entity<RelationRow>(relation =>
        {
            relation.ToTable("relation").HasKey(r => new { r.Source, r.Kind, r.Target });
            relation.HasOne<TwinRow>().WithMany().HasForeignKey(r => r.Source).OnDelete(DeleteBehavior.Restrict);
            relation.HasIndex(r => r.Target);
        });
    }

    private static void Provisioning(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ProfileRow>().ToTable("profile").HasKey(p => p.Name);
        modelBuilder.Entity<ClaimRow>(claim =>
        {
            claim.ToTable("claim").HasKey(c => c.Device);
            claim.HasIndex(c => c.CodeSha256).IsUnique();
            claim.HasIndex(c => c.Batch);
        });
        modelBuilder.Entity<AuthorityRow>(authority =>
        {
            authority.ToTable("authority").HasKey(a => a.Sha256);
            authority.HasIndex(a => a.Community);
        });
        modelBuilder.Entity<CertificateRow>(certificate =>
        {
            certificate.ToTable("certificate").HasKey(c => c.Serial);
            certificate.HasIndex(c => c.Device);
            certificate.HasIndex(c => new { c.Community, c.RevokedAtMs });
            certificate.HasIndex(c => c.NotAfterMs);
        });
        modelBuilder.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("attempt").HasKey(a => a.Key);
            attempt.HasIndex(a => a.BeganAtMs);
        });
        modelBuilder.Entity<ClassQuotaRow>().ToTable("class_quota").HasKey(q => q.Class);
        modelBuilder.Entity<AuditRow>(audit =>
        {
            audit.ToTable("audit").HasKey(a => a.Position);
            audit.HasIndex(a => new { a.Subject, a.Position });
        });
    }

    private static void Duty(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RosterRow>(roster =>
        {
            roster.ToTable("roster").HasKey(r => r.Street);
            roster.HasOne<StreetRow>().WithMany().HasForeignKey(r => r.Street).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<CalendarYearRow>(year =>
        {
            year.ToTable("calendar_year").HasKey(y => y.Year);
            year.Property(y => y.Year).ValueGeneratedNever();
        });
        modelBuilder.Entity<HandoverNoteRow>(note =>
        {
            note.ToTable("handover_note").HasKey(n => n.Version);
            note.Property(n => n.Version).ValueGeneratedNever();
            note.HasOne<StreetRow>().WithMany().HasForeignKey(n => n.Street).OnDelete(DeleteBehavior.Restrict);
            note.HasIndex(n => new { n.Street, n.Version });
        });
    }

    // Names in lower snake case: SQL needs no quotes on either provider.
    private static void NameColumns(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name) => string.Concat(
        name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

/// <summary>A counter of the registry, by name.</summary>
internal sealed class CounterRow
{
    internal const string RegistryVersion = "registry";

    public required string Name { get; init; }

    public required long Value { get; set; }
}
