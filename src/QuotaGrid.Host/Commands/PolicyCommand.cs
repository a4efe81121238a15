using System.CommandLine;
using QuotaGrid.Host.Hosting;
using QuotaGrid.Host.Settings;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid policy</c>: what can be done with a policy document without a server.</summary>
internal static class PolicyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The policy document." };
        var validate = new Command("validate", "Says everything that is wrong with a policy document, or that nothing is, how exactly each policy is decided, and what the budgets are.") { file };
        validate.SetAction((arguments, _) => CommandErrors.ReportAsync(async () =>
        {
            var path = arguments.GetRequiredValue(file);
            if (string.IsNullOrWhiteSpace(path))
            {
                throw new SettingsException([$"The file is '{path}'. Name the policy document."]);
            }

            var (_, set) = PolicyFile.Read(path);
            await Console.Out.WriteLineAsync($"Valid. Capabilities: {set.Capabilities.Length}, policies: {set.Policies.Length}, budgets: {set.Budgets.Length}, SHA-256: {set.ContentHash}.");
            foreach (var policy in set.Policies)
            {
                set.TryGetCapability(policy.Capability, out var capability);
                await Console.Out.WriteLineAsync($"{policy.Name}: {PolicyPrecision.Describe(policy, capability!.Horizon)}");
            }

            foreach (var budget in set.Budgets)
            {
                await Console.Out.WriteLineAsync(BudgetLine.Describe(budget));
            }
        }));
        return new Command("policy", "Works with policy documents.") { validate };
    }
}
