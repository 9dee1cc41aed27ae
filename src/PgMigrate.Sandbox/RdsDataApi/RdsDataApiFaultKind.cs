namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The ways in which the emulator can be told to fail.</summary>
public enum RdsDataApiFaultKind
{
    /// <summary>Too many calls: <c>ThrottlingException</c>, 400.</summary>
    Throttle,

    /// <summary><c>InternalServerErrorException</c>, 500.</summary>
    InternalServerError,

    /// <summary><c>ServiceUnavailableError</c>, 503.</summary>
    ServiceUnavailable,

    /// <summary><c>DatabaseUnavailableException</c>, 504.</summary>
    DatabaseUnavailable,

    /// <summary>The connection ends without an answer.</summary>
    CutConnection,
}
