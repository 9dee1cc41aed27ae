namespace PgMigrate.Engine.Linting;

/// <summary>Names of locks.</summary>
public static class LockModes
{
    /// <summary>The name as SQL writes it: <c>SHARE ROW EXCLUSIVE</c>.</summary>
    /// <param name="mode">The lock.</param>
    public static string ToSql(this LockMode mode) => mode switch
    {
        LockMode.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        LockMode.Share => "SHARE",
        LockMode.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        LockMode.Exclusive => "EXCLUSIVE",
        LockMode.AccessExclusive => "ACCESS EXCLUSIVE",
        _ => "no lock",
    };
}
