using Amazon;
using Amazon.Runtime;
using PgMigrate.Drivers.RdsDataApi.Service;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Opens sessions on one database of a cluster. The first one wakes the database with <c>SELECT 1</c>.</summary>
internal sealed class RdsDataSessionFactory : ISqlSessionFactory
{
    private readonly RdsDataApiOptions _options;
    private readonly RdsDataTiming _timing;
    private readonly AmazonRDSDataServiceConfig _config;
    private readonly Lazy<IDataApi> _api;
    private readonly CircuitBreaker _breaker;
    private bool _awake;

    public RdsDataSessionFactory(RdsDataApiOptions options, RdsDataTiming? timing = null)
    {
        _options = options;
        _timing = timing ?? new RdsDataTiming();
        _breaker = new CircuitBreaker(_timing);
        string[] arn = options.ResourceArn.Split(':');
        if (arn is not ["arn", _, "rds", var arnRegion, _, "cluster", { Length: > 0 } cluster])
        {
            throw new ArgumentException($"'{options.ResourceArn}' is no ARN of a database cluster (arn:aws:rds:region:account:cluster:name).", nameof(options));
        }

        string region = options.Region ?? arnRegion;
        _config = new AmazonRDSDataServiceConfig
        {
            // A statement must never be repeated by the SDK: the session repeats whole transactions.
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = _timing.CallLimit,
            ConnectTimeout = _timing.ConnectLimit,
            UseFIPSEndpoint = options.UseFipsEndpoint,
            UseDualstackEndpoint = options.UseDualStackEndpoint,
        };
        if (options.ServiceUrl is { } url)
        {
            _config.ServiceURL = url.ToString();
            _config.AuthenticationRegion = region;
        }
        else
        {
            _config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        Description = $"{cluster}/{options.Database ?? "(default database)"} in {region} through the RDS Data API";
        _api = new Lazy<IDataApi>(Connect);
    }

    public SqlTarget Target => SqlTarget.RdsDataApi;

    public string Description { get; }

    public async Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default)
    {
        IDataApi api;
        try
        {
            // Looking for credentials may ask files and services, and blocks.
            api = await Task.Run(() => _api.Value, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ServiceErrors.IsServiceError(error) && !cancellationToken.IsCancellationRequested)
        {
            throw new SqlFailureException(
                new SqlFailure { Message = error.Message, ConnectionLost = true, Hint = "Give -ProfileName, or set the AWS environment up." }, error);
        }

        var session = new RdsDataSession(api, _breaker, _options.ResumeTimeout, _timing);
        if (!_awake)
        {
            session.NoticeReceived = notice => _options.Waiting?.Invoke(notice.Message);
            await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT 1")), cancellationToken).ConfigureAwait(false);
            session.NoticeReceived = null;
            _awake = true;
        }

        return session;
    }

    private ServiceDataApi Connect() => new(
        new AmazonRDSDataServiceClient(RdsDataCredentials.Find(_options, _config), _config),
        _options.ResourceArn, _options.SecretArn, _options.Database, _timing);
}
