using System.Data.Common;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>psql and pg_dump on one database.</summary>
internal sealed class ClientPrograms
{
    private readonly Dictionary<string, string> _environment;

    public ClientPrograms(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        _environment = new Dictionary<string, string>
        {
            ["PGHOST"] = (string)parts["Host"],
            ["PGPORT"] = (string)parts["Port"],
            ["PGUSER"] = (string)parts["Username"],
            ["PGPASSWORD"] = (string)parts["Password"],
            ["PGDATABASE"] = (string)parts["Database"],
            ["PGCLIENTENCODING"] = "UTF8",
            ["PGOPTIONS"] = "",
        };
    }

    /// <summary>Runs a script from standard input; stops at the first error and gives its line and SQLSTATE.</summary>
    public async Task<PsqlError?> RunScriptAsync(string script, params string[] arguments)
    {
        string[] all = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=sqlstate", .. arguments, "-f", "-"];
        (int exitCode, _, string error) = await ExternalProgram.Get("psql").RunAsync(all, _environment, script);
        return exitCode == 0 ? null : PsqlError.Parse(error);
    }

    /// <summary>The schema as pg_dump writes it, without the random key that newer ones put in.</summary>
    public async Task<string> DumpSchemaAsync(params string[] arguments)
    {
        (int exitCode, string output, string error) = await ExternalProgram.Get("pg_dump").RunAsync(["--schema-only", .. arguments], _environment);
        Assert.True(exitCode == 0, error);
        return string.Join('\n', output.Split('\n').Where(line =>
            !line.StartsWith("\\restrict ", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict ", StringComparison.Ordinal)));
    }
}
