using System.Net;
using QuotaGrid.Host.Hosting;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>A silo listens where others will look for it.</summary>
public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("10.1.2.3", "0.0.0.0")]
    [InlineData("fd00::12", "::")]
    public void ItIsOfTheKindOfItsOwnAddress(string advertised, string listens)
    {
        var settings = SettingsReader.Read(
            new Dictionary<string, string> { ["role"] = "silo", ["database"] = "Host=db", ["advertise"] = advertised }, new Dictionary<string, string>(), file: null);

        Assert.Equal(IPAddress.Parse(listens), SiloComposition.ListenAddress(settings));
    }
}
