namespace PgMigrate.Chaos.Campaigns;

/// <summary>What a campaign did. That it returns at all means that nothing was applied twice, lost or false.</summary>
internal sealed record Tally(string Campaign)
{
    /// <summary>Databases that were disturbed, brought to the end, and compared.</summary>
    public int Rounds { get; set; }

    /// <summary>Kills and cuts.</summary>
    public int Disturbances { get; set; }

    /// <summary>Disturbances that came while a run was under way; the others hit before its start or after its end.</summary>
    public int Hits { get; set; }

    /// <summary>Runs that brought it to the end.</summary>
    public int Reruns { get; set; }

    /// <summary>Times the tool stopped and asked.</summary>
    public int Asked { get; set; }

    public override string ToString() =>
        $"{Campaign}: {Rounds} databases, {Disturbances} disturbances ({Hits} during a run), {Reruns} runs to finish, asked {Asked} times; 0 twice, 0 lost, 0 false";
}
