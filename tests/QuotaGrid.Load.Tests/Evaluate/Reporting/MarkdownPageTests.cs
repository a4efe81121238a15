using QuotaGrid.Load.Evaluate.Reporting;

namespace QuotaGrid.Load.Tests.Evaluate.Reporting;

public sealed class MarkdownPageTests
{
    [Fact]
    public void WhatTablesAreWrittenInBecomesHtml() => Assert.Equal(
        "<h2>a &lt; b</h2>\n<p>one <code>two</code></p>\n<pre>dotnet &amp; run</pre>\n"
        + "<div class=\"wide\"><table><thead><tr><th>x</th><th class=\"n\">y</th></tr>\n</thead><tbody><tr><td></td><td class=\"n\"><strong>MISSED</strong></td></tr>\n</tbody></table></div>\n"
        + "<ul><li>l</li><li><code>m</code></li></ul>\n",
        MarkdownPage.Write("## a < b\n\none `two`\n\n    dotnet & run\n\n| x | y |\n|---|--:|\n| | **MISSED** |\n\n- l\n- `m`\n"));
}
