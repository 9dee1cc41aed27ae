using System.Runtime.CompilerServices;
using PgMigrate.Commands;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;

namespace PgMigrate.Connections;

/// <summary>Makes a driver's sessions from what a command was given. Not inlined: a caller that does not get here loads no driver.</summary>
internal static class SessionSources
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISqlSessionFactory Postgres(string connectionString) =>
        DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString });

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISqlSessionFactory Postgres(ConnectMigrationDatabaseCommand given, string? connectionString, string? rootCertificate) =>
        DriverFactory.CreatePostgres(new PostgresConnectionOptions
        {
            ConnectionString = connectionString,
            HostName = given.HostName,
            Port = given.Port,
            Database = given.Database,
            UserName = given.Credential?.UserName ?? given.UserName,
            Password = given.Credential?.GetNetworkCredential().Password,
            SslMode = given.SslMode,
            RootCertificate = rootCertificate,
            ConnectTimeout = given.ConnectTimeout,
        });

    /// <summary>The driver of what is named; a sandbox makes its own.</summary>
    public static ISqlSessionFactory Create(ConnectionTarget target) => target.Kind switch
    {
        SqlTarget.AuroraDsql => AuroraDsql(target),
        SqlTarget.RdsDataApi => RdsDataApi(target),
        _ => Postgres(target.ConnectionString!),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ISqlSessionFactory AuroraDsql(ConnectionTarget target)
    {
        AuroraDsqlOptions defaults = new() { Endpoint = target.DsqlEndpoint! };
        return DriverFactory.CreateAuroraDsql(new AuroraDsqlOptions
        {
            Endpoint = target.DsqlEndpoint!,
            UserName = target.UserName ?? defaults.UserName,
            Region = target.Region,
            ProfileName = target.ProfileName,
            RoleArn = target.RoleArn,
            RootCertificate = target.RootCertificate,
            ConnectTimeout = target.ConnectTimeout ?? defaults.ConnectTimeout,
            ResumeTimeout = target.ResumeTimeout ?? defaults.ResumeTimeout,
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ISqlSessionFactory RdsDataApi(ConnectionTarget target)
    {
        RdsDataApiOptions defaults = new() { ResourceArn = target.ResourceArn!, SecretArn = target.SecretArn! };
        return DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
        {
            ResourceArn = target.ResourceArn!,
            SecretArn = target.SecretArn!,
            Database = target.Database,
            Region = target.Region,
            ProfileName = target.ProfileName,
            RoleArn = target.RoleArn,
            ServiceUrl = target.ServiceUrl,
            ResumeTimeout = target.ResumeTimeout ?? defaults.ResumeTimeout,
        });
    }
}
