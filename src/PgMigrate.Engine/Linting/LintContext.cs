using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>What rules know of the script they check, and where their findings go. One for the up part, one for the undo part.</summary>
public sealed class LintContext
{
    private readonly List<LintFinding> _findings = [];
    private readonly IReadOnlyList<LintRule> _active;
    private ScriptTransactions? _transactions;
    private bool? _hasTransactionStatements;
    private IReadOnlyDictionary<SqlStatement, BatchDirective>? _batches;
    private ScriptLookup? _lookup;
    private (AlterTableStatement? Alter, SchemaFacts? Schema, TableFacts? Table) _asked;
    private EnumValueUses? _enumValues;

    internal LintContext(ParsedScript script, Migration? migration, LintOptions options, IReadOnlyList<LintRule> active)
    {
        Parsed = script;
        Migration = migration;
        Options = options;
        Schema = options.Schema;
        Tables = new ScriptTables(options.Schema);
        _active = active;
    }

    /// <summary>The text being checked.</summary>
    public SourceText Script => Parsed.Source;

    /// <summary>Its statements in order, up to the place where it cannot be read.</summary>
    public IReadOnlyList<LintStatement> Statements => Parsed.Statements;

    /// <summary>Why the rest of the script cannot be read, or null when all of it can.</summary>
    public SqlSyntaxException? SyntaxError => Parsed.Error;

    /// <summary>The migration the script belongs to, or null for a bare text.</summary>
    public Migration? Migration { get; }

    /// <summary>What to check, and what is known of the run.</summary>
    public LintOptions Options { get; }

    /// <summary>The kind of database it is checked for.</summary>
    public SqlTarget Target => Options.Target;

    /// <summary>True for the part that takes the migration back.</summary>
    public bool IsUndo => Parsed.IsUndo;

    /// <summary>The tables that statements before the one at hand created.</summary>
    public ScriptTables Tables { get; }

    /// <summary>What is known of the schema before the statement at hand; in <see cref="LintRule.CheckScript"/>, after the last.</summary>
    public SchemaFacts Schema { get; internal set; }

    /// <summary>True when a statement of the script controls transactions; looked for once, since fixes ask for each finding.</summary>
    internal bool HasTransactionStatements => _hasTransactionStatements ??= Statements.Any(statement => statement.Parsed is TransactionStatement);

    /// <summary>The statements that are run in ranges of a key.</summary>
    internal IReadOnlyDictionary<SqlStatement, BatchDirective> Batches => _batches ??= SyntaxError is null
        ? BatchDirectives.Read(Script, [.. Statements.Select(statement => statement.Statement)], []) : new Dictionary<SqlStatement, BatchDirective>();

    /// <summary>Which statements run in one transaction.</summary>
    public ScriptTransactions Transactions => _transactions ??= new ScriptTransactions(Statements, Migration?.Header.Transaction ?? TransactionMode.Auto, EnumValues);

    /// <summary>The enum values that the script adds, and where it uses them.</summary>
    internal EnumValueUses EnumValues => _enumValues ??= new EnumValueUses([.. Statements.Select(statement => statement.Statement)]);

    /// <summary>What the script says about hiding findings.</summary>
    public SuppressionSet Suppressions => Parsed.Suppressions;

    /// <summary>What is known of the table that a statement alters; kept while one rule after the other asks.</summary>
    internal TableFacts? AlteredTable(AlterTableStatement alter)
    {
        if (!ReferenceEquals(_asked.Alter, alter) || !ReferenceEquals(_asked.Schema, Schema))
        {
            _asked = (alter, Schema, Schema.Find(alter.Table.Name));
        }

        return _asked.Table;
    }

    internal ScriptLookup Lookup => _lookup ??= new ScriptLookup(Statements);

    internal ParsedScript Parsed { get; }

    internal IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>True when the rule takes part in this check.</summary>
    /// <param name="rule">A registered rule.</param>
    public bool IsActive(LintRule rule) => _active.Contains(rule);

    /// <summary>Reports a finding that marks a part of a statement.</summary>
    /// <param name="rule">The rule that found it.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="span">The part; default: the statement's head.</param>
    /// <param name="message">The problem, one sentence.</param>
    /// <param name="fix">What to do; null for the rule's own advice.</param>
    /// <param name="rewrite">What would mend it, with offsets in the script; null when only people can.</param>
    /// <param name="table">The table whose size says how bad it is; null when none does.</param>
    public void Report(LintRule rule, LintStatement statement, TextSpan span, string message, string? fix = null, LintFix? rewrite = null, TableFacts? table = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(statement);
        Add(Sized(new LintFinding(rule, statement.Statement.Start + span.Start, span.Length, Plain(message), fix ?? rule.Metadata.Instead, statement, rewrite), table));
    }

    /// <summary>Reports what only a database could tell.</summary>
    /// <param name="rule">The rule that found it.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="span">The part.</param>
    /// <param name="message">The problem, one sentence.</param>
    /// <param name="fact">What the database said.</param>
    /// <param name="severity">How bad it is; null for the rule's own severity.</param>
    internal void ReportLive(LintRule rule, LintStatement statement, TextSpan span, string message, string fact, LintSeverity? severity = null) =>
        Add(new LintFinding(rule, statement.Statement.Start + span.Start, span.Length, Plain(message), rule.Metadata.Instead, statement) { Severity = severity, LiveFacts = Plain(fact) });

    /// <summary>Reports a finding about a place in the script.</summary>
    /// <param name="rule">The rule that found it.</param>
    /// <param name="start">Offset in the script.</param>
    /// <param name="length">Length of the mark in UTF-16 code units.</param>
    /// <param name="message">The problem, one sentence.</param>
    /// <param name="fix">What to do; null for the rule's own advice.</param>
    /// <param name="rewrite">What would mend it, with offsets in the script; null when only people can.</param>
    public void Report(LintRule rule, int start, int length, string message, string? fix = null, LintFix? rewrite = null) =>
        Add(new LintFinding(rule, start, length, Plain(message), fix ?? rule.Metadata.Instead, null, rewrite));

    private void Add(LintFinding finding) => _findings.Add(finding);

    private LintFinding Sized(LintFinding finding, TableFacts? table)
    {
        RuleSizeEffect effect = finding.Rule.Metadata.SizeEffect;
        if (effect == RuleSizeEffect.None || table?.Size is not { } size)
        {
            return finding;
        }

        string fact = Plain($"{table.Name} has {size}");
        LintSeverity? severity = effect == RuleSizeEffect.Duration ? Options.TableSizes.Judge(finding.Rule.Metadata.DefaultSeverity, size)
            : size.IsEmpty ? LintSeverity.Information : null;
        return finding with { Message = $"{finding.Message.TrimEnd('.')} ({fact}).", Severity = severity, LiveFacts = fact };
    }

    /// <summary>A name may hold control characters, which must not reach a terminal.</summary>
    internal static string Plain(string message)
    {
        foreach (char c in message)
        {
            if (char.IsControl(c))
            {
                return string.Concat(message.Select(each => char.IsControl(each) ? '\uFFFD' : each));
            }
        }

        return message;
    }
}
