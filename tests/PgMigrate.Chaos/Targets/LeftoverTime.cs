namespace PgMigrate.Chaos.Targets;

/// <summary>
/// The clock of the Data API's stand-in. The service keeps a transaction that nobody asks for for three minutes, and so does the stand-in
/// while an undisturbed run is at work, however slow the machine is. What a disturbed run loses or leaves behind waits a second only: long
/// enough to be in its own and the next run's way, short enough not to hold up the campaign.
/// </summary>
/// <param name="idleLimit">The stand-in's limit; timers of this length are those of idle transactions.</param>
internal sealed class LeftoverTime(TimeSpan idleLimit) : TimeProvider
{
    private static readonly TimeSpan Left = TimeSpan.FromSeconds(1);

    private readonly List<IdleTimer> _timers = [];
    private volatile bool _isDisturbed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != idleLimit)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var idle = new IdleTimer(this, base.CreateTimer(callback, state, _isDisturbed ? Left : dueTime, period));
        lock (_timers)
        {
            _timers.Add(idle);
        }

        return idle;
    }

    /// <summary>True while a run is at work that is disturbed on purpose.</summary>
    public bool IsDisturbed
    {
        set => _isDisturbed = value;
    }

    /// <summary>Says that no run is at work: the transactions of now are leftovers, also those in which a statement still goes on.</summary>
    public void EndLeftovers()
    {
        lock (_timers)
        {
            _timers.ForEach(timer => timer.Shorten());
        }
    }

    private sealed class IdleTimer(LeftoverTime owner, ITimer inner) : ITimer
    {
        private readonly object _gate = new();
        private bool _waits = true;
        private bool _isLeft;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _waits = dueTime != Timeout.InfiniteTimeSpan;
                return inner.Change(_waits && (_isLeft || owner._isDisturbed) ? Left : dueTime, period);
            }
        }

        public void Shorten()
        {
            lock (_gate)
            {
                if (_waits && !_isLeft)
                {
                    inner.Change(Left, Timeout.InfiniteTimeSpan);
                }

                _isLeft = true;
            }
        }

        public void Dispose()
        {
            Forget();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return inner.DisposeAsync();
        }

        private void Forget()
        {
            lock (owner._timers)
            {
                owner._timers.Remove(this);
            }
        }
    }
}
