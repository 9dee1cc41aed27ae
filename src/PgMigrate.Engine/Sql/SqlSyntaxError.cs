namespace PgMigrate.Engine.Sql;

/// <summary>The ways in which a text cannot be read as SQL for a server.</summary>
public enum SqlSyntaxError
{
    /// <summary>A string constant without its closing quote.</summary>
    UnterminatedString,

    /// <summary>A quoted name without its closing quote.</summary>
    UnterminatedQuotedIdentifier,

    /// <summary>A dollar-quoted string without its closing tag.</summary>
    UnterminatedDollarString,

    /// <summary>A block comment without its end.</summary>
    UnterminatedBlockComment,

    /// <summary>A <c>BEGIN ATOMIC</c> body without its <c>END</c>.</summary>
    UnterminatedAtomicBody,

    /// <summary>COPY data without its closing <c>\.</c> line.</summary>
    UnterminatedCopyData,

    /// <summary>A parenthesis that is never closed.</summary>
    UnbalancedParenthesis,

    /// <summary>A psql backslash command; a server does not know them.</summary>
    PsqlCommand,

    /// <summary>A NUL character, which PostgreSQL text cannot hold.</summary>
    NulCharacter,

    /// <summary>The bytes are not UTF-8.</summary>
    InvalidEncoding,

    /// <summary>A character that starts no token.</summary>
    UnexpectedCharacter,

    /// <summary>A variable for which no value was given.</summary>
    UnsetVariable,
}
