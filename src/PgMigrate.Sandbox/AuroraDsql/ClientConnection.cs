using System.Collections.Concurrent;
using System.Globalization;
using PgMigrate.Engine.Sql;
using PgMigrate.Sandbox.AuroraDsql.Statements;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>
/// One session: passes messages between client and server and judges every statement on its way. A statement that the service
/// would refuse is replaced by one that fails on the server, so that the transaction, the rest of the message and the protocol go
/// on exactly as after any other error; the answer is then given the service's words.
/// </summary>
internal sealed class ClientConnection(DsqlSimulator simulator, WireStream client, WireStream server) : IDisposable
{
    private const string RefusalColumn = "pgmigrate_refusal_";

    private readonly TransactionWatch _watch = new(simulator.Clock, simulator.Options, simulator.Faults);
    private readonly Dictionary<string, Verdict> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Verdict> _portals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Refusal> _refusals = new();
    private readonly SemaphoreSlim _ready = new(0);
    private int _refusalCount;
    private volatile bool _endTransaction;
    private volatile bool _cut;

    /// <summary>Runs until either side closes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task back = PassAnswersAsync(ended);
        try
        {
            await PassRequestsAsync(ended.Token).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await back.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ready.Dispose();

    private async Task PassRequestsAsync(CancellationToken cancellationToken)
    {
        while (await client.ReadAsync(cancellationToken, WireStream.LongestMessage).ConfigureAwait(false) is { } message)
        {
            if (message.Type == 'F')
            {
                return; // A function call by protocol; nothing that speaks to the service sends one.
            }

            if (message.Type == 'B')
            {
                Bind(message);
            }

            server.Write(message.Type switch
            {
                'Q' => Query(message),
                'P' => Parse(message),
                'E' => Execute(message),
                _ => message,
            });
            if (message.Type is not ('Q' or 'S' or 'H' or 'X'))
            {
                continue;
            }

            await server.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (message.Type == 'X')
            {
                return;
            }

            if (message.Type != 'H')
            {
                await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A simple query: all its statements are one transaction unless they begin and end their own.</summary>
    private WireMessage Query(WireMessage message)
    {
        string text = message.Text;
        List<string> statements;
        try
        {
            statements = [.. StatementSplitter.Split(SourceText.FromString(text)).Select(statement => statement.Text.ToString())];
        }
        catch (SqlSyntaxException error)
        {
            // COPY data in a message is no SQL; the first word decides what is said of it.
            Verdict verdict = StatementJudge.Judge(text);
            return WireMessage.OfTexts('Q', RefusalText(verdict.Refusal ?? new Refusal("42601", error.Message)));
        }

        bool changed = false;
        var sent = new List<string>();
        foreach (string statement in statements)
        {
            Verdict verdict = StatementJudge.Judge(statement);
            Refusal? refusal = Admit(verdict);
            changed |= refusal is not null || verdict.Rewrite is not null;
            sent.Add(refusal is null ? verdict.Rewrite ?? statement : RefusalText(refusal));
            if (refusal is not null)
            {
                break;
            }
        }

        return changed ? WireMessage.OfTexts('Q', string.Join(";\n", sent)) : message;
    }

    private WireMessage Parse(WireMessage message)
    {
        int at = 0;
        string name = message.ReadText(ref at);
        string text = message.ReadText(ref at);
        Verdict verdict = StatementJudge.Judge(text.TrimEnd().TrimEnd(';'));
        _statements[name] = verdict;
        return verdict.Refusal is { } refusal ? WireMessage.Parse(name, RefusalText(refusal))
            : verdict.Rewrite is { } rewrite ? WireMessage.Parse(name, rewrite, message.Body.AsSpan(at))
            : message;
    }

    private void Bind(WireMessage message)
    {
        int at = 0;
        string portal = message.ReadText(ref at);
        string statement = message.ReadText(ref at);
        _portals[portal] = _statements.GetValueOrDefault(statement) ?? new Verdict(StatementClass.Read);
    }

    /// <summary>A refusal that depends on the transaction comes in the place of the execution, as a statement that cannot be parsed.</summary>
    private WireMessage Execute(WireMessage message)
    {
        int at = 0;
        Verdict verdict = _portals.GetValueOrDefault(message.ReadText(ref at)) ?? new Verdict(StatementClass.Read);
        return verdict.Refusal is null && Admit(verdict) is { } refusal ? WireMessage.Parse(RefusalColumn, RefusalText(refusal)) : message;
    }

    private Refusal? Admit(Verdict verdict)
    {
        simulator.Note(verdict.Text);
        if (simulator.Faults.Take(DsqlFaultKind.CutBefore, verdict.Text))
        {
            throw new EndOfStreamException("Cut as asked for.");
        }

        _cut |= simulator.Faults.Take(DsqlFaultKind.CutAfter, verdict.Text);
        Refusal? refusal = _watch.Admit(verdict);
        _endTransaction |= refusal is not null && verdict.Class == StatementClass.Commit;
        return refusal;
    }

    private string RefusalText(Refusal refusal)
    {
        int number = Interlocked.Increment(ref _refusalCount);
        _refusals[number] = refusal;
        return string.Create(CultureInfo.InvariantCulture, $"SELECT {RefusalColumn}{number}");
    }

    private async Task PassAnswersAsync(CancellationTokenSource ended)
    {
        try
        {
            var cycle = default(Cycle);
            while (await server.ReadAsync(ended.Token).ConfigureAwait(false) is { } message)
            {
                cycle.Add(message);
                if (message.Type == 'Z' && _endTransaction && (char)message.Body[0] == 'E')
                {
                    // A COMMIT that failed has ended its transaction all the same.
                    _endTransaction = false;
                    cycle.Silent = true;
                    server.Write(WireMessage.OfTexts('Q', "ROLLBACK"));
                    await server.FlushAsync(ended.Token).ConfigureAwait(false);
                    continue;
                }

                if (message.Type == 'Z' && _cut)
                {
                    return;
                }

                if ((!cycle.Silent && !_cut) || message.Type == 'Z')
                {
                    client.Write(AnswerTranslator.Translate(message, _refusals, RefusalColumn));
                }

                if (message.Type == 'Z')
                {
                    _endTransaction = false;
                    _watch.Ready((char)message.Body[0], cycle.Failed, cycle.Committed);
                    cycle = default;
                    await client.FlushAsync(ended.Token).ConfigureAwait(false);
                    _ready.Release();
                }
                else if (!server.HasInput)
                {
                    await client.FlushAsync(ended.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            // One side is gone; so is the session.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What was seen between two times that the server was ready.</summary>
    private struct Cycle
    {
        public bool Failed;
        public bool Committed;
        public bool Silent;

        public void Add(WireMessage message)
        {
            Failed |= message.Type == 'E';
            Committed |= message.Type == 'C' && message.Text == "COMMIT";
        }
    }
}
