using QuotaGrid.Load.Live;

namespace QuotaGrid.Load.Tests.Live;

public sealed class PrometheusTextTests
{
    private const string Text =
        """
        # TYPE quotagrid_identity_convictions_total counter
        # HELP quotagrid_identity_convictions_total Identities convicted of sweeping.
        quotagrid_identity_convictions_total{otel_scope_name="QuotaGrid.Grains",quotagrid_capability="contacts.lookup",quotagrid_signal="novelty"} 12 1718000000000
        quotagrid_identity_convictions_total{otel_scope_name="QuotaGrid.Grains",quotagrid_capability="contacts.lookup",quotagrid_signal="order"} 3 1718000000000
        quotagrid_identity_convictions_total{otel_scope_name="QuotaGrid.Grains",quotagrid_capability="a } b",quotagrid_signal="order"} 5
        quotagrid_identity_convictions_total_more 100
        quotagrid_coverage_size_bytes 1.5e+06
        """;

    [Fact]
    public void SamplesOfAMetricAreAddedUp() => Assert.Equal(20, PrometheusText.Sum(Text, "quotagrid_identity_convictions_total"));

    [Fact]
    public void ALabelChoosesAmongThem() =>
        Assert.Equal(15, PrometheusText.Sum(Text, "quotagrid_identity_convictions_total", "quotagrid_capability=\"contacts.lookup\""));

    [Fact]
    public void ASampleMayHaveNoLabels() => Assert.Equal(1_500_000, PrometheusText.Sum(Text, "quotagrid_coverage_size_bytes"));

    [Fact]
    public void WhatIsNotThereIsNothing() => Assert.Equal(0, PrometheusText.Sum(Text, "quotagrid_identity"));
}
