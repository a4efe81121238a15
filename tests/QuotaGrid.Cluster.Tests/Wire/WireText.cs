using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using QuotaGrid.Contracts.Cohorts;
using QuotaGrid.Core.Cohorts;
using QuotaGrid.Core.Coverage;

namespace QuotaGrid.Cluster.Tests.Wire;

/// <summary>The content of a value as text, every field of it, to compare values whose types do not.</summary>
internal static class WireText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or IFormattable or bool:
                text.Append(value.GetType().Name).Append(':').Append(value);
                break;
            case Exception exception:
                text.Append(exception.GetType().FullName).Append('(').Append(exception.Message);
                AppendFields(text, exception);
                text.Append(')');
                break;
            case ImmutableArray<uint> { IsDefault: true } or ImmutableArray<Cohort> { IsDefault: true } or ImmutableArray<CohortStatus> { IsDefault: true } or ImmutableArray<TouchedBlock> { IsDefault: true }:
                text.Append("default");
                break;
            case IEnumerable many:
                text.Append('[');
                foreach (var one in many)
                {
                    Append(text, one);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetType().FullName).Append('(');
                AppendFields(text, value);
                text.Append(')');
                break;
        }
    }

    private static void AppendFields(StringBuilder text, object value)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in value.GetType().Assembly == typeof(Exception).Assembly ? [] : value.GetType().GetFields(Own))
        {
            text.Append(field.Name).Append('=');
            Append(text, field.GetValue(value));
            text.Append("; ");
        }
    }
}
