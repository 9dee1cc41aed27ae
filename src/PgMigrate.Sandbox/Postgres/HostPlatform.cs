namespace PgMigrate.Sandbox.Postgres;

/// <summary>The systems whose usual places are known.</summary>
internal enum HostPlatform
{
    Linux,
    MacOS,
    Windows,
}
