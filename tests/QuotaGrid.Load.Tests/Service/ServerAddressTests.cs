using QuotaGrid.Load.Service;
using QuotaGrid.Load.Verbs;

namespace QuotaGrid.Load.Tests.Service;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://localhost")]
    public async Task ThisMachineIsTaken(string address) =>
        Assert.NotEmpty((await ServerAddress.ResolveAsync(address, TestContext.Current.CancellationToken)).Addresses);

    [Theory]
    [InlineData("http://192.0.2.1:8080", "not this machine")]
    [InlineData("http://0.0.0.0:8080", "cannot be resolved")]
    [InlineData("http://[2001:db8::1]", "not this machine")]
    [InlineData("ftp://localhost", "not an HTTP address")]
    [InlineData("localhost:8080", "not an HTTP address")]
    public async Task AnythingElseIsRefused(string address, string problem)
    {
        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => ServerAddress.ResolveAsync(address, TestContext.Current.CancellationToken));
        Assert.Contains(problem, refused.Message);
    }
}
