using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>EF Core itself applies; its history is read and taken over. It is not written: EF's migrations are C#.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EfCoreToolTests(SandboxFixture fixture)
{
    [PostgresFact]
    public async Task What_EF_applied_is_read_and_taken_over()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("20240101000000_Users.sql", "CREATE TABLE users (id int);\n"), ("20240102000000_Orders.sql", "CREATE TABLE orders (id int);\n"));
        await MigrateAsync(test, "20240101000000_Users");

        Assert.Equal("20240101000000_Users", Assert.Single(await test.LogAsync("EfCore")).FileName);
        Assert.Equal("20240101000000_Users.sql", Assert.Single(await test.TakeOverAsync("EfCore")).FileName);
        Assert.Equal("20240102000000_Orders.sql", HistoryCase.Due(await test.PlanAsync()));

        await MigrateAsync(test, null);
        Assert.Equal("20240102000000_Orders.sql", Assert.Single(await test.TakeOverAsync("Auto")).FileName);
        Assert.Equal("", HistoryCase.Due(await test.PlanAsync()));
        Assert.Empty(await test.TakeOverAsync("EfCore"));
    }

    private static async Task MigrateAsync(HistoryCase test, string? target)
    {
        await using var shop = new Shop(test.ConnectionString);
        await shop.GetService<IMigrator>().MigrateAsync(target);
    }

    private sealed class Shop(string connectionString) : DbContext
    {
        /// <summary>The model has no entities on purpose; EF would take the tables for changes it has no migration for.</summary>
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseNpgsql(connectionString).ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    [DbContext(typeof(Shop))]
    [Migration("20240101000000_Users")]
    private sealed class Users : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE users (id int)");
    }

    [DbContext(typeof(Shop))]
    [Migration("20240102000000_Orders")]
    private sealed class Orders : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE orders (id int)");
    }
}
