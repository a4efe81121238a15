using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using QuotaGrid.Core.Capabilities;
using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Policies;
using QuotaGrid.Gateway.Middleware;

namespace QuotaGrid.Gateway.Tests.Middleware;

public sealed class QuotaRequirementTests
{
    private readonly QuotaRequirement _requirement = new(Capability.Parse("lookup"), _ => ValueTask.FromResult<IReadOnlyList<string>>(["1", "2"]));

    [Fact]
    public async Task ARequestIsOfNoTenantTheDefaultPlanAndWholeUnlessTheRequirementSaysSo()
    {
        var request = await _requirement.ReadAsync(RequestOf("sub", "anna"));

        Assert.NotNull(request);
        Assert.Equal((Identity.Parse("anna"), Capability.Parse("lookup")), (request.Identity, request.Capability));
        Assert.Equal(["1", "2"], request.Targets);
        Assert.Null(request.Tenant);
        Assert.Empty(request.Attributes);
        Assert.Equal((Plan.Default, Core.Decisions.Admission.Whole), (request.Plan, request.Admission));
    }

    [Fact]
    public async Task WhatTheRequirementFindsInARequestIsAskedFor()
    {
        _requirement.Identity = context => Identity.Parse(context.User.FindFirst("key")!.Value);
        _requirement.Plan = _ => Plan.Parse("partner");
        _requirement.Tenant = context => Tenant.Parse("of " + context.User.FindFirst("key")!.Value);
        _requirement.Admission = Core.Decisions.Admission.Partial;
        _requirement.Attributes = context => new Dictionary<string, string> { ["client"] = "ja4:" + context.User.FindFirst("key")!.Value };

        var request = await _requirement.ReadAsync(RequestOf("key", "k-1"));

        Assert.NotNull(request);
        Assert.Equal([KeyValuePair.Create("client", "ja4:k-1")], request.Attributes);
        Assert.Equal((Identity.Parse("k-1"), Tenant.Parse("of k-1")), (request.Identity, request.Tenant));
        Assert.Equal((Plan.Parse("partner"), Core.Decisions.Admission.Partial), (request.Plan, request.Admission));
    }

    [Fact]
    public async Task WithoutAnIdentityNothingIsAskedForWhateverTheTenant()
    {
        _requirement.Tenant = _ => Tenant.Parse("acme");

        Assert.Null(await _requirement.ReadAsync(new DefaultHttpContext()));
    }

    private static DefaultHttpContext RequestOf(string claim, string value) =>
        new() { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(claim, value)], "test")) };
}
