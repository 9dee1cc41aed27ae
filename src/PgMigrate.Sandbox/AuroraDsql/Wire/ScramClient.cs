using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Sandbox.AuroraDsql.Wire;

/// <summary>The client's half of SCRAM-SHA-256 (RFC 5802, RFC 7677), with which the simulator logs in to its own server.</summary>
internal sealed class ScramClient(string password)
{
    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    private string FirstBare => "n=,r=" + _nonce;

    /// <summary>The client's first message.</summary>
    public string First => "n,," + FirstBare;

    /// <summary>The client's last message, from the server's first.</summary>
    public string Final(string serverFirst)
    {
        Dictionary<char, string> parts = serverFirst.Split(',').ToDictionary(part => part[0], part => part[2..]);
        if (!parts['r'].StartsWith(_nonce, StringComparison.Ordinal))
        {
            throw new InvalidDataException("The server's nonce does not go on from ours.");
        }

        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts['s']),
            int.Parse(parts['i'], System.Globalization.CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        byte[] clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        string withoutProof = "c=biws,r=" + parts['r'];
        byte[] signed = Encoding.UTF8.GetBytes($"{FirstBare},{serverFirst},{withoutProof}");
        byte[] signature = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        byte[] proof = [.. clientKey.Zip(signature, (key, mask) => (byte)(key ^ mask))];
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }
}
