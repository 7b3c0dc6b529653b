using Microsoft.EntityFrameworkCore;

namespace SmartCommunity.Storage.Registry;

/// <summary>The part of the registry model that holds what people say of a community for its scores.</summary>
internal static class FactsModel
{
    internal static void Configure(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StandingRow>(standing =>
        {
            standing.ToTable("standing").HasKey(s => s.Community);
            standing.HasOne<CommunityRow>().WithMany().HasForeignKey(s => s.Community).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<FactRow>(fact =>
        {
            fact.ToTable("fact").HasKey(f => new { f.Community, f.Code });
            fact.HasOne<CommunityRow>().WithMany().HasForeignKey(f => f.Community).OnDelete(DeleteBehavior.Restrict);
            fact.HasIndex(f => new { f.Community, f.Version });
        });
        modelBuilder.Entity<RecordRow>(record =>
        {
            record.ToTable("record").HasKey(r => new { r.Community, r.Kind, r.Id });
            record.HasOne<CommunityRow>().WithMany().HasForeignKey(r => r.Community).OnDelete(DeleteBehavior.Restrict);
            record.HasIndex(r => new { r.Community, r.Version });
        });
        modelBuilder.Entity<EvidenceRow>(evidence =>
        {
            evidence.ToTable("evidence").HasKey(e => e.Id);
            evidence.HasOne<CommunityRow>().WithMany().HasForeignKey(e => e.Community).OnDelete(DeleteBehavior.Restrict);
            evidence.HasIndex(e => new { e.Community, e.Version });
            evidence.HasIndex(e => e.Sha256);
        });
        modelBuilder.Entity<EventStepRow>(step =>
        {
            step.ToTable("event_step").HasKey(s => new { s.Community, s.Device, s.EventId, s.Step });
            step.HasOne<CommunityRow>().WithMany().HasForeignKey(s => s.Community).OnDelete(DeleteBehavior.Restrict);
            step.HasIndex(s => new { s.Community, s.Version });
            step.HasIndex(s => new { s.Community, s.AtMs });
        });
        modelBuilder.Entity<AlertActionRow>(action =>
        {
            action.ToTable("alert_action").HasKey(a => a.Version);
            action.Property(a => a.Version).ValueGeneratedNever();
            action.HasOne<CommunityRow>().WithMany().HasForeignKey(a => a.Community).OnDelete(DeleteBehavior.Restrict);
            action.HasIndex(a => new { a.Community, a.Version });
            action.HasIndex(a => a.Alert);
        });
        modelBuilder.Entity<AlertSettingRow>(setting =>
        {
            setting.ToTable("alert_setting").HasKey(s => s.Id);
            setting.HasOne<CommunityRow>().WithMany().HasForeignKey(s => s.Community).OnDelete(DeleteBehavior.Restrict);
            setting.HasIndex(s => new { s.Community, s.Version });
        });
        modelBuilder.Entity<GapActionRow>(action =>
        {
            action.ToTable("gap_action").HasKey(a => new { a.Community, a.Code });
            action.HasOne<CommunityRow>().WithMany().HasForeignKey(a => a.Community).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ChangeRow>(change =>
        {
            change.ToTable("change").HasKey(c => c.Position);
            change.HasIndex(c => new { c.Community, c.Subject, c.Position });
        });
    }
}
