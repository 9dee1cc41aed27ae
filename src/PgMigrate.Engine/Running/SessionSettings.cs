using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The settings under which every migration starts. They are sent anew before each one, so that what one migration sets
/// (<c>SET search_path</c>, <c>SET ROLE</c>) does not reach the next, and taken back at the end of the run. They are SET
/// commands, not <c>set_config()</c> calls: a query would take a snapshot and so forbid a migration's SET TRANSACTION.
/// </summary>
internal sealed class SessionSettings
{
    private static readonly TimeSpan RetriedLockTimeout = TimeSpan.FromSeconds(5);

    private SessionSettings(IReadOnlyList<SqlCommand> commands) => Commands = commands;

    /// <summary>Commands that give a session these settings, whatever it had before.</summary>
    public IReadOnlyList<SqlCommand> Commands { get; }

    /// <summary>
    /// Commands that take a session back to where it started. Also the last words of each migration's transaction: BEGIN reads
    /// default_transaction_isolation and its kin before anything after it could reset them.
    /// </summary>
    public static IReadOnlyList<SqlCommand> Reset { get; } =
    [
        Make("RESET SESSION AUTHORIZATION", SqlCommandPurpose.Reset),
        Make("RESET ROLE", SqlCommandPurpose.Reset),
        Make("RESET ALL", SqlCommandPurpose.Reset),
    ];

    /// <summary>
    /// For the history row at the end of a transaction: it is the run's, not a role's that the migration assumed. LOCAL, so
    /// that a migration that runs in several transactions keeps its role.
    /// </summary>
    public static IReadOnlyList<SqlCommand> OwnIdentity { get; } =
    [
        Make("SET LOCAL SESSION AUTHORIZATION DEFAULT", SqlCommandPurpose.OwnIdentity),
        Make("SET LOCAL ROLE NONE", SqlCommandPurpose.OwnIdentity),
    ];

    /// <summary>Builds the settings of a run, or of one migration of it.</summary>
    /// <param name="options">The run's.</param>
    /// <param name="statementTimeout">The migration's own time limit, or null for the run's.</param>
    public static SessionSettings From(RunOptions options, TimeSpan? statementTimeout = null)
    {
        var commands = new List<SqlCommand>(Reset);
        Add("application_name", SqlIdentifier.Literal(options.ApplicationName));
        Add("search_path", SearchPath(options.SearchPath));
        Add("lock_timeout", Milliseconds(options.LockTimeout ?? (options.LockRetry > 0 ? RetriedLockTimeout : null)));
        Add("statement_timeout", Milliseconds(statementTimeout ?? options.StatementTimeout));
        return new SessionSettings(commands);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                commands.Add(Make($"SET {name} = {value}", SqlCommandPurpose.Setting));
            }
        }
    }

    /// <summary>
    /// A question under these settings. On PostgreSQL it leaves none of them behind: behind a pooler the next client gets the server's session.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="target">The kind of database.</param>
    public SqlBatch Around(SqlCommand question, SqlTarget target) => target == SqlTarget.PostgreSql
        ? new SqlBatch([.. Commands, question, .. Reset]) { Begin = true, Commit = true, IsRepeatable = true }
        : new SqlBatch([.. Commands, question]) { IsRepeatable = true };

    private static SqlCommand Make(string text, SqlCommandPurpose purpose) => new(text) { Purpose = purpose };

    private static string? Milliseconds(TimeSpan? time) =>
        time is { } limit ? ((long)Math.Ceiling(limit.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture) : null;

    private static string? SearchPath(string? path)
    {
        if (path is null)
        {
            return null;
        }

        IReadOnlyList<string> schemas = SqlIdentifier.ParseList(path, ',')
            ?? throw new FormatException($"'{path}' is no search path. Write schema names with commas between them.");
        return string.Join(", ", schemas.Select(SqlIdentifier.Quote));
    }
}
