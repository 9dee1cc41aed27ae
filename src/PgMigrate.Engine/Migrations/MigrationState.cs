namespace PgMigrate.Engine.Migrations;

/// <summary>What the history says of a migration.</summary>
public enum MigrationState
{
    /// <summary>Not asked yet: no database was looked at.</summary>
    Unknown,

    /// <summary>On disk, not in the history.</summary>
    Pending,

    /// <summary>Completed.</summary>
    Applied,

    /// <summary>Its last try failed and left nothing behind.</summary>
    Failed,

    /// <summary>Some of its statements are applied, others are not.</summary>
    Partial,

    /// <summary>Marked as applied without having been run.</summary>
    Baselined,

    /// <summary>Applied, but the file has changed since.</summary>
    Changed,

    /// <summary>In the history, not on disk.</summary>
    Missing,

    /// <summary>Pending although a later one is applied.</summary>
    OutOfOrder,

    /// <summary>Not meant for this database: its head names other targets, or it sets up an empty database and this one is not.</summary>
    NotForTarget,

    /// <summary>Applied and taken back.</summary>
    Undone,
}
