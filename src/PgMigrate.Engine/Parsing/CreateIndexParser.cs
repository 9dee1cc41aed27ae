using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads <c>CREATE INDEX</c>.</summary>
internal static class CreateIndexParser
{
    /// <summary>Reads on after <c>CREATE [UNIQUE] INDEX</c>; null when it does not look like one.</summary>
    public static CreateIndexStatement? Read(ref StatementReader reader, bool unique)
    {
        bool concurrently = reader.Accept("CONCURRENTLY");
        bool isAsync = reader.Accept("ASYNC");
        bool guarded = reader.Accept("IF", "NOT", "EXISTS");
        string? name = reader.Is("ON") ? null : ObjectName.TryRead(ref reader, out ObjectName given) ? given.Name : null;
        if (!reader.Accept("ON"))
        {
            return null;
        }

        reader.Accept("ONLY");
        if (Skim.Reference(ref reader) is not { } table)
        {
            return null;
        }

        string? method = reader.Accept("USING") ? ObjectName.ReadPart(ref reader) : null;
        int start = reader.Current.Start;
        IReadOnlyList<string> keys = Skim.Names(ref reader);
        var list = Skim.Since(start, reader);
        bool partial = reader.SkipTo("WHERE");
        return new CreateIndexStatement(name, table, keys)
        {
            IsUnique = unique,
            IsConcurrent = concurrently,
            IsAsync = isAsync,
            IfNotExists = guarded,
            Method = method,
            IsPartial = partial,
            KeyList = list,
        };
    }
}
