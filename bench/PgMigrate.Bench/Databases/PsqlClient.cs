using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PgMigrate.Bench.Databases;

/// <summary>Runs psql with nothing of the user's own (<c>-X</c>), quiet, stopping at the first error.</summary>
internal sealed class PsqlClient
{
    private readonly string _program;

    private PsqlClient(string program) => _program = program;

    /// <summary>
    /// The psql beside the server's programs, else the one on PATH; null when there is none. The first is preferred because
    /// Debian's <c>/usr/bin/psql</c> is a Perl script around it, whose start would be counted against psql.
    /// </summary>
    public static PsqlClient? Find(string binFolder)
    {
        string name = OperatingSystem.IsWindows() ? "psql.exe" : "psql";
        string[] folders = [binFolder, .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        string? program = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return program is null ? null : new PsqlClient(program);
    }

    /// <summary>Runs it and throws when it fails.</summary>
    public async Task RunAsync(NpgsqlConnectionStringBuilder database, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, ["-X", "-q", "-v", "ON_ERROR_STOP=1", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGHOST"] = database.Host;
        start.Environment["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = database.Username;
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["PGDATABASE"] = database.Database;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"psql ended with exit code {process.ExitCode}: {errors}");
        }
    }
}
