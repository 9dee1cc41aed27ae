using PgMigrate.Connections;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>
/// Reads which database the settings name. The environment's names one or the file's does, never a half of each: only what is no
/// database by itself (region, profile, role, secret, …) is joined from both.
/// </summary>
internal static class ConnectionSettings
{
    /// <summary>Keys that name a database, each by itself.</summary>
    private static readonly (string Key, string Variable)[] Targets =
    [
        ("ConnectionString", "PGMIGRATE_CONNECTION_STRING"), ("DsqlEndpoint", "PGMIGRATE_DSQL_ENDPOINT"), ("ResourceArn", "PGMIGRATE_RESOURCE_ARN"),
        ("Sandbox", "PGMIGRATE_SANDBOX"),
    ];

    /// <summary>The keys of a settings file that are read here.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        .. Targets.Select(target => target.Key),
        "SecretArn", "Database", "UserName", "Region", "ProfileName", "RoleArn", "ServiceUrl", "RootCertificate", "ResumeTimeout",
    ];

    /// <summary>Reads; null when neither names a database.</summary>
    /// <param name="find">The value of a key or variable and where it is from; the environment comes first.</param>
    /// <param name="inFile">The value of a key in the file.</param>
    /// <param name="file">The file's path.</param>
    /// <param name="folder">What a path in the environment starts from.</param>
    /// <exception cref="SettingsException">Two databases in one place, or a value that cannot be used.</exception>
    public static ConnectionTarget? Read(
        Func<string, string, (string? Text, string From)> find, Func<string, string?> inFile, string file, string folder)
    {
        (string Key, string Value)[] named = Only(
            [.. Targets.Select(target => (target.Key, Shown: target.Variable, Value: Environment.GetEnvironmentVariable(target.Variable) ?? ""))], "The environment");
        if (named.Length == 0)
        {
            named = Only([.. Targets.Select(target => (target.Key, Shown: target.Key, Value: inFile(target.Key) ?? ""))], file);
        }

        if (named is not [(string kind, string value)])
        {
            return null;
        }

        string? secret = kind == "ResourceArn" ? Text("SecretArn", "PGMIGRATE_SECRET_ARN") : null;
        if (kind == "ResourceArn" && secret is null)
        {
            throw SettingsException.Invalid("SecretArn", "The settings", "is missing.", "With ResourceArn, give the secret of the database user too: SecretArn or PGMIGRATE_SECRET_ARN.");
        }

        return new ConnectionTarget
        {
            ConnectionString = kind == "ConnectionString" ? value : null,
            DsqlEndpoint = kind == "DsqlEndpoint" ? value : null,
            ResourceArn = kind == "ResourceArn" ? value : null,
            SecretArn = secret,
            Sandbox = kind == "Sandbox" ? SettingsReader.ParseTarget("Sandbox", value, find("Sandbox", "PGMIGRATE_SANDBOX").From) : null,
            Database = Text("Database", "PGMIGRATE_DATABASE"),
            UserName = Text("UserName", "PGMIGRATE_USER_NAME"),
            Region = Text("Region", "PGMIGRATE_REGION"),
            ProfileName = Text("ProfileName", "PGMIGRATE_PROFILE_NAME"),
            RoleArn = Text("RoleArn", "PGMIGRATE_ROLE_ARN"),
            ServiceUrl = find("ServiceUrl", "PGMIGRATE_SERVICE_URL") is (string url, var urlFrom) ? ParseUrl(url, urlFrom) : null,
            RootCertificate = find("RootCertificate", "PGMIGRATE_ROOT_CERTIFICATE") is (string path, var pathFrom)
                ? Path.GetFullPath(path, pathFrom == file ? Path.GetDirectoryName(file)! : folder) : null,
            ResumeTimeout = find("ResumeTimeout", "PGMIGRATE_RESUME_TIMEOUT") is (string time, var timeFrom)
                ? SettingsReader.ParseTime("ResumeTimeout", time, timeFrom) : null,
        };

        string? Text(string key, string variable) => find(key, variable).Text;
    }

    private static (string Key, string Value)[] Only((string Key, string Shown, string Value)[] all, string source)
    {
        var given = all.Where(target => target.Value.Length > 0).ToArray();
        return given.Length > 1
            ? throw SettingsException.Invalid(
                given[1].Shown, source, $"names a database, and so does {given[0].Shown}.", "Keep one of them. The environment as a whole overrules the file.")
            : [.. given.Select(target => (target.Key, target.Value))];
    }

    private static Uri ParseUrl(string text, string source) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
        ? url : throw SettingsException.Invalid("ServiceUrl", source, "is no absolute address.", "Write https://host:port.");
}
