using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>What becomes of the commands that are about the session.</summary>
internal static class SessionCommands
{
    /// <summary>True for a setting that matters here. The name of the application does not: the session is the service's.</summary>
    public static bool IsSetting(SqlCommand command)
    {
        var reader = new StatementReader(command.Text.Span);
        return command.Purpose == SqlCommandPurpose.Setting && reader.Accept("SET") && !reader.Is("application_name");
    }

    /// <summary>Keeps what a session would keep for its later transactions.</summary>
    public static void Remember(SqlCommand command, List<SqlCommand> settings)
    {
        if (command.Purpose == SqlCommandPurpose.Reset)
        {
            settings.Clear();
        }
        else if (IsSetting(command) && !settings.Contains(command))
        {
            settings.Add(command);
        }
    }

    /// <summary>The text to send, or null when there is nothing to send.</summary>
    public static string? TextOf(SqlCommand command, bool inTransaction, bool mayHaveRole) => command.Purpose switch
    {
        SqlCommandPurpose.Reset => null,
        SqlCommandPurpose.Setting => IsSetting(command) && inTransaction ? command.Text.ToString() : null,
        SqlCommandPurpose.OwnIdentity => mayHaveRole && inTransaction ? command.Text.ToString() : null,
        _ => command.Text.ToString(),
    };
}
