using Npgsql;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Makes a PostgreSQL database look like a new cluster: the role admin and the schema sys.</summary>
internal static class SimulatorSchema
{
    private const string Roles = """
        DO $do$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'admin') THEN
                CREATE ROLE admin LOGIN CREATEROLE;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- Another simulator on the same server was making it.
        END $do$;
        DO $do$ BEGIN
            EXECUTE format('GRANT CREATE ON DATABASE %I TO admin', pg_catalog.current_database());
        END $do$;
        ALTER SCHEMA public OWNER TO admin;
        """;

    /// <summary>
    /// Gives a role its password unless it has one. Another simulator on the same server may be doing it now; it sets the same.
    /// </summary>
    public static async Task SetPasswordAsync(NpgsqlDataSource database, BackendAddress role, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.CreateCommand(
            $"""
            DO $do$ BEGIN
                IF EXISTS (SELECT FROM pg_catalog.pg_authid WHERE rolname = {SqlIdentifier.Literal(role.UserName)} AND rolpassword IS NULL) THEN
                    ALTER ROLE {SqlIdentifier.Quote(role.UserName)} PASSWORD '{role.Password}';
                END IF;
            EXCEPTION WHEN internal_error THEN
                NULL; -- "tuple concurrently updated"
            END $do$
            """);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="SandboxException">The server refused.</exception>
    public static async Task InstallAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        using Stream resource = typeof(SimulatorSchema).Assembly.GetManifestResourceStream("simulator.sql")!;
        using var reader = new StreamReader(resource);
        string script = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (string part in new[] { Roles, script })
            {
                NpgsqlCommand command = database.CreateCommand(part);
                await using (command.ConfigureAwait(false))
                {
                    // It may wait for another simulator's start, or for a busy machine; the token ends it.
                    command.CommandTimeout = 0;
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (PostgresException e)
        {
            throw new SandboxException(
                $"The Aurora DSQL simulator could not prepare its database: {e.MessageText}.",
                "It needs PostgreSQL 15 or newer.", new InvalidOperationException(e.Message));
        }
    }
}
