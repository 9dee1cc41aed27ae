namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Faults waiting to happen in a <see cref="DsqlSimulator"/>. Safe to use while it runs.</summary>
public sealed class DsqlFaults
{
    private readonly object _gate = new();
    private readonly List<(DsqlFaultKind Kind, int Left, Func<string, bool> When)> _waiting = [];
    private volatile bool _holdJobs;

    /// <summary>True while background jobs stay in the status <c>submitted</c>; false by default.</summary>
    public bool HoldJobs
    {
        get => _holdJobs;
        set => _holdJobs = value;
    }

    /// <summary>Makes a fault happen.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="count">How many times; default once.</param>
    /// <param name="when">
    /// To which statements, by their text; null for the next whatever it is. For a log-in the text is the user's name, for a
    /// job the name of its object.
    /// </param>
    public void Add(DsqlFaultKind kind, int count = 1, Func<string, bool>? when = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_gate)
        {
            _waiting.Add((kind, count, when ?? (_ => true)));
        }
    }

    /// <summary>True, once for each time asked for, when the fault is to happen now.</summary>
    internal bool Take(DsqlFaultKind kind, string text)
    {
        lock (_gate)
        {
            int at = _waiting.FindIndex(fault => fault.Kind == kind && fault.When(text));
            if (at < 0)
            {
                return false;
            }

            (DsqlFaultKind, int Left, Func<string, bool>) found = _waiting[at];
            found.Left--;
            if (found.Left == 0)
            {
                _waiting.RemoveAt(at);
            }
            else
            {
                _waiting[at] = found;
            }

            return true;
        }
    }
}
