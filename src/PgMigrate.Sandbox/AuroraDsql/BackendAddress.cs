using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>The simulator's database and the superuser's way into it.</summary>
internal sealed record BackendAddress(int Port, string UserName, string Password, string Database)
{
    /// <summary>
    /// The way in for another role. Its password is made from the superuser's, so that all simulators on one server agree on it.
    /// </summary>
    public BackendAddress For(string role) => this with
    {
        UserName = role,
        Password = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Password), Encoding.UTF8.GetBytes(role))),
    };

    /// <inheritdoc/>
    public override string ToString() => $"127.0.0.1:{Port}/{Database}";
}
