using System.Text;
using QuotaGrid.Core.Policies;
using QuotaGrid.Deploy.Tests.Fixtures;

namespace QuotaGrid.Deploy.Tests.Kubernetes;

/// <summary>Kustomize reads no file outside of its folder, so some are there twice, and must stay the same.</summary>
public sealed class CopyTests
{
    [Fact]
    public void ThePoliciesAreTheOnesThatSeeSweeps()
    {
        Assert.Equal(Repository.Read("deploy/policies/contacts-detection.json"), Repository.Read("k8s/base/policies.json"));
        Assert.Single(PolicySet.Parse(Encoding.UTF8.GetBytes(Repository.Read("k8s/base/policies.json"))).Policies);
    }

    [Fact]
    public void TheLocalDatabaseHasTheRolesOfEveryOther() => Assert.Equal(Repository.Read("deploy/sql/roles.sql"), Repository.Read("k8s/overlays/local/roles.sql"));
}
