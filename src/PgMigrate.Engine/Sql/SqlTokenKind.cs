namespace PgMigrate.Engine.Sql;

/// <summary>What a lexical element of PostgreSQL SQL is (PostgreSQL manual, section 4.1).</summary>
public enum SqlTokenKind : byte
{
    /// <summary>The end of the text; its length is zero.</summary>
    End,

    /// <summary>Blanks, tabs and line ends.</summary>
    Whitespace,

    /// <summary>A comment from <c>--</c> to the end of the line, without the line end.</summary>
    LineComment,

    /// <summary>A comment in <c>/* */</c>, nested ones included.</summary>
    BlockComment,

    /// <summary>A key word or an unquoted name.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedIdentifier,

    /// <summary>A name written <c>U&amp;"…"</c>.</summary>
    UnicodeIdentifier,

    /// <summary>A string constant in single quotes, also <c>N'…'</c>; pieces joined across lines are one token each.</summary>
    StringConstant,

    /// <summary>A string constant with C-style escapes, <c>E'…'</c>.</summary>
    EscapeString,

    /// <summary>A string constant written <c>U&amp;'…'</c>.</summary>
    UnicodeString,

    /// <summary>A bit string constant, <c>B'…'</c> or <c>X'…'</c>.</summary>
    BitString,

    /// <summary>A dollar-quoted string constant, tags included.</summary>
    DollarString,

    /// <summary>A numeric constant.</summary>
    Number,

    /// <summary>A positional parameter, <c>$1</c>.</summary>
    Parameter,

    /// <summary>An operator, also <c>::</c>, <c>:=</c> and a lone <c>:</c>.</summary>
    Operator,

    /// <summary>A statement end, <c>;</c>.</summary>
    Semicolon,

    /// <summary><c>(</c></summary>
    LeftParenthesis,

    /// <summary><c>)</c></summary>
    RightParenthesis,

    /// <summary><c>[</c></summary>
    LeftBracket,

    /// <summary><c>]</c></summary>
    RightBracket,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>.</c></summary>
    Dot,

    /// <summary>A psql variable: <c>:name</c>, <c>:'name'</c>, <c>:"name"</c> or <c>:{?name}</c>.</summary>
    Variable,

    /// <summary>A template variable, <c>${name}</c>.</summary>
    TemplateVariable,
}
