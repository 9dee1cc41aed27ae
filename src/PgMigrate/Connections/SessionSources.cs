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

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISqlSessionFactory AuroraDsql(ConnectMigrationDatabaseCommand given, string? rootCertificate)
    {
        AuroraDsqlOptions defaults = new() { Endpoint = given.DsqlEndpoint! };
        return DriverFactory.CreateAuroraDsql(new AuroraDsqlOptions
        {
            Endpoint = given.DsqlEndpoint!,
            UserName = given.UserName ?? defaults.UserName,
            Region = given.Region,
            ProfileName = given.ProfileName,
            RoleArn = given.RoleArn,
            RootCertificate = rootCertificate,
            ConnectTimeout = given.ConnectTimeout ?? defaults.ConnectTimeout,
            ResumeTimeout = given.ResumeTimeout ?? defaults.ResumeTimeout,
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISqlSessionFactory RdsDataApi(ConnectMigrationDatabaseCommand given)
    {
        RdsDataApiOptions defaults = new() { ResourceArn = given.ResourceArn!, SecretArn = given.SecretArn! };
        return DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
        {
            ResourceArn = given.ResourceArn!,
            SecretArn = given.SecretArn!,
            Database = given.Database,
            Region = given.Region,
            ProfileName = given.ProfileName,
            RoleArn = given.RoleArn,
            ServiceUrl = given.ServiceUrl,
            ResumeTimeout = given.ResumeTimeout ?? defaults.ResumeTimeout,
        });
    }
}
