using System.Globalization;

namespace PgMigrate.Engine.Running;

/// <summary>A session that another one waits for.</summary>
/// <param name="ProcessId">Its server process; 0 for a prepared transaction, which has none.</param>
/// <param name="User">Its role, or null where the server does not tell.</param>
/// <param name="ApplicationName">What it calls itself, or null.</param>
/// <param name="State"><c>active</c>, <c>idle in transaction</c>, …, or null where the server does not tell.</param>
/// <param name="QueryStart">When its last statement began, or null.</param>
public sealed record BlockingSession(int ProcessId, string? User, string? ApplicationName, string? State, DateTimeOffset? QueryStart)
{
    /// <summary>What <see cref="FromRow"/> reads of <c>pg_stat_activity</c>.</summary>
    internal const string Columns = "b.pid, a.usename::text, a.application_name, a.state, EXTRACT(EPOCH FROM a.query_start)::float8";

    internal static BlockingSession FromRow(SqlRow row) =>
        new((int)row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), ServerTime.Read(row, 4));

    /// <inheritdoc/>
    public override string ToString()
    {
        if (ProcessId == 0)
        {
            return "a prepared transaction (pg_prepared_xacts)";
        }

        string who = User is null ? "" : $" of user {User}";
        string name = string.IsNullOrEmpty(ApplicationName) ? "" : $" (application '{ApplicationName}')";
        string since = QueryStart is null ? "" : $", its last statement began {ServerTime.Text(QueryStart)}";
        return string.Create(CultureInfo.InvariantCulture, $"process {ProcessId}{who}{name}, {State ?? "state not visible"}{since}");
    }
}
