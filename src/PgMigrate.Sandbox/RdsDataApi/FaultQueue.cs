namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The failures that are ordered and not used up.</summary>
internal sealed class FaultQueue
{
    private readonly List<Entry> _entries = [];

    public void Add(RdsDataApiFault fault)
    {
        lock (_entries)
        {
            _entries.Add(new Entry(fault));
        }
    }

    /// <summary>The failure that strikes this call, or null; counts it.</summary>
    public RdsDataApiFault? Take(RdsDataApiOperation operation, string? sql)
    {
        lock (_entries)
        {
            foreach (Entry entry in _entries)
            {
                RdsDataApiFault fault = entry.Fault;
                bool matches = (fault.Operation is null || fault.Operation == operation)
                    && (fault.SqlContains is null || sql?.Contains(fault.SqlContains, StringComparison.Ordinal) == true);
                if (matches && entry.Seen++ >= fault.Skip)
                {
                    if (entry.Seen - fault.Skip >= fault.Times)
                    {
                        _entries.Remove(entry);
                    }

                    return fault;
                }
            }

            return null;
        }
    }

    private sealed class Entry(RdsDataApiFault fault)
    {
        public RdsDataApiFault Fault { get; } = fault;

        public int Seen { get; set; }
    }
}
