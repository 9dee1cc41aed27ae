namespace PgMigrate.Engine.Running;

/// <summary>What a command is for; lets a session that is no session at all (the RDS Data API) leave out what means nothing there.</summary>
public enum SqlCommandPurpose
{
    /// <summary>The work itself: a migration's statement, or one of the history.</summary>
    Work,

    /// <summary>Takes the session back to where it started.</summary>
    Reset,

    /// <summary>A setting of the run: <c>SET name = value</c>.</summary>
    Setting,

    /// <summary>Goes back to the role that logged in, in case the migration took another.</summary>
    OwnIdentity,
}
