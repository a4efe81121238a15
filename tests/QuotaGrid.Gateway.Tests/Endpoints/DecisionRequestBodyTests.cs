using QuotaGrid.Core.Identities;
using QuotaGrid.Core.Problems;
using QuotaGrid.Gateway.Endpoints;

namespace QuotaGrid.Gateway.Tests.Endpoints;

/// <summary>What becomes of a body's tenant. What is wrong with other fields is tried over HTTP.</summary>
public sealed class DecisionRequestBodyTests
{
    private static readonly DecisionRequestBody Body = new() { Identity = "anna", Capability = "lookup", Targets = ["1"] };

    private readonly FieldReader _fields = new();

    [Fact]
    public void ABodyMayNameATenant()
    {
        Assert.Equal(Tenant.Parse(" Acme "), DecisionEndpoints.Read(Body with { Tenant = " Acme " }, _fields).Tenant);
        Assert.False(_fields.Failed);
    }

    [Fact]
    public void ABodyWithoutATenantIsOfNobodys()
    {
        Assert.Null(DecisionEndpoints.Read(Body, _fields).Tenant);
        Assert.False(_fields.Failed);
    }

    [Fact]
    public void ABodyMayHaveAttributesOfAnyNames()
    {
        var request = DecisionEndpoints.Read(Body with { Attributes = new() { ["network"] = "203.0.113.0/24", ["shoe-size"] = "43 and a half" } }, _fields);

        Assert.Equal([KeyValuePair.Create("network", "203.0.113.0/24"), KeyValuePair.Create("shoe-size", "43 and a half")], request.Attributes);
        Assert.Empty(DecisionEndpoints.Read(Body, _fields).Attributes);
        Assert.False(_fields.Failed);
    }

    [Theory]
    [InlineData("", "The tenant is missing or empty.")]
    [InlineData("a\nb", "The tenant has the control character U+000A.")]
    public void ATenantThatCannotBeReadIsSaidBesideWhatElseIsWrong(string tenant, string detail)
    {
        DecisionEndpoints.Read(Body with { Tenant = tenant, Admission = "half" }, _fields);

        Assert.Equal(["tenant", "admission"], _fields.Problems.Select(problem => problem.Field));
        Assert.Equal(new ValueProblem("tenant", detail, "Send 1 to 256 UTF-8 bytes without control characters."), _fields.Problems[0]);
    }
}
