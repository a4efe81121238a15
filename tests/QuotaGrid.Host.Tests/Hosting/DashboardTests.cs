using Microsoft.Playwright;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Hosting;

/// <summary>The dashboard in a real browser.</summary>
public sealed class DashboardTests(SharedHost shared)
{
    private const string Grain = "QuotaGrid.Grains.Identities.IdentityGrain";
    private const string Target = "+12125554143";

    // Its page asks the server every second; a browser beside other tests on two cores needs its time.
    private static readonly PageWaitForFunctionOptions Patience = new() { Timeout = 45_000 };

    [Fact]
    public async Task TheDashboardShowsIdentityGrainsAndTheStateOfOneWithoutItsTargets()
    {
        var host = await shared.GetAsync();
        await host.Http.DecideAsync("watched", [Target, Target, "+12125554144"]);
        await using var browser = await Browser.StartAsync();
        browser.Page.SetDefaultTimeout(Patience.Timeout!.Value);

        await browser.Page.GotoAsync($"{host.Url}/dashboard");
        await browser.Page.ClickAsync("a[href='#/grains']");
        await SeeTextAsync(browser.Page, "IdentityGrain");

        await browser.Page.ClickAsync("a[href='#/grainDetails']");
        await browser.Page.SelectOptionAsync("select", Grain);
        await browser.Page.FillAsync("input[placeholder='Grain Id']", "id:watched");
        await browser.Page.ClickAsync("input[value='Show Details']");
        await SeeTextAsync(browser.Page, "\"KnownTargets\"");

        var text = await browser.Page.InnerTextAsync("body");
        Assert.Contains("\"Identity\": \"watched\"", text);
        Assert.Contains("\"Name\": \"novel-30d\"", text);
        Assert.Contains("\"Remaining\": 4998", text);
        Assert.Contains("\"KnownTargets\": 2", text);
        Assert.Contains("\"Asked\": 3", text);
        Assert.DoesNotContain(Target[1..], text);
        Assert.DoesNotContain(Target[1..], await browser.Page.ContentAsync());
    }

    private static Task<IJSHandle> SeeTextAsync(IPage page, string text) =>
        page.WaitForFunctionAsync("text => document.body.innerText.includes(text)", text, Patience);
}
