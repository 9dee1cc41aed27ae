namespace PgMigrate.Chaos.Cutting;

/// <summary>Tells where one message of a protocol ends and the next begins.</summary>
internal interface IFraming
{
    /// <summary>Reads the next whole message, or null at the end of the stream.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="fromClient">Which side sends.</param>
    /// <param name="link">What is known of the connection so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<byte[]?> ReadAsync(Stream from, bool fromClient, LinkState link, CancellationToken cancellationToken);
}

/// <summary>What the framing of one connection remembers; each side writes its own members only.</summary>
internal sealed class LinkState
{
    /// <summary>The client's start-up message has passed.</summary>
    public bool Begun { get; set; }

    /// <summary>Single bytes that the server still owes for requests of encryption.</summary>
    public volatile int AnswersDue;

    /// <summary>TLS has begun.</summary>
    public volatile bool Encrypted;
}
