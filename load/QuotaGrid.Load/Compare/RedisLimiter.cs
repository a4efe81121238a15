using StackExchange.Redis;

namespace QuotaGrid.Load.Compare;

/// <summary>
/// What is used today: GCRA in Redis, one script, one key for each identity, by the server's clock. It limits how often, and knows nothing of targets.
/// </summary>
internal sealed class RedisLimiter(IDatabase database, byte[] script)
{
    private const string Source =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0)) + tonumber(ARGV[1])
        if tat - now > tonumber(ARGV[2]) then
          return tat - now - tonumber(ARGV[2])
        end
        redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1)
        return 0
        """;

    // A billion an hour, as the policy of the other ways has it, in microseconds: a permit costs 0.0036, and the burst an hour.
    private static readonly RedisValue[] Cost = [0.0036, 3_600_000_000];

    /// <summary>Loads the script.</summary>
    public static async Task<RedisLimiter> CreateAsync(RedisServer server) => new(
        server.Connection.GetDatabase(),
        await server.Connection.GetServers()[0].ScriptLoadAsync(Source));

    /// <summary>Decides.</summary>
    public Task DecideAsync(RedisKey key) => database.ScriptEvaluateAsync(script, [key], Cost);
}
