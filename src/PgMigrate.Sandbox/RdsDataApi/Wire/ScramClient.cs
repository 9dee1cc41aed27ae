using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>The client's half of SCRAM-SHA-256 (RFC 7677) without channel binding.</summary>
internal sealed class ScramClient(string password)
{
    public const string Mechanism = "SCRAM-SHA-256";

    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private byte[] _serverSignature = [];

    /// <summary>The first message. The server takes the user from the start-up message.</summary>
    public string First => "n,," + FirstBare;

    private string FirstBare => "n=,r=" + _nonce;

    /// <summary>The answer to the server's first message.</summary>
    public string Answer(string serverFirst)
    {
        Dictionary<string, string> parts = serverFirst.Split(',').ToDictionary(part => part[..1], part => part[2..]);
        if (!parts["r"].StartsWith(_nonce, StringComparison.Ordinal))
        {
            throw new InvalidDataException("The server's nonce does not continue ours.");
        }

        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts["s"]), int.Parse(parts["i"], System.Globalization.CultureInfo.InvariantCulture),
            HashAlgorithmName.SHA256, 32);
        string withoutProof = "c=biws,r=" + parts["r"];
        byte[] message = Encoding.UTF8.GetBytes($"{FirstBare},{serverFirst},{withoutProof}");
        byte[] clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        byte[] signature = HMACSHA256.HashData(SHA256.HashData(clientKey), message);
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
        byte[] proof = [.. clientKey.Zip(signature, (a, b) => (byte)(a ^ b))];
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Checks that the server knows the password too.</summary>
    public void Verify(string serverFinal)
    {
        if (!CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(serverFinal[2..]), _serverSignature))
        {
            throw new InvalidDataException("The server's signature is wrong.");
        }
    }
}
