using QuotaGrid.Load.Evaluate.Defences;
using QuotaGrid.Load.Evaluate.Honest;
using QuotaGrid.Load.Evaluate.People;
using QuotaGrid.Load.Universe;

namespace QuotaGrid.Load.Evaluate.Attacks;

/// <summary>What gateways know of puppets' clients.</summary>
public static class PuppetClients
{
    private const int FirstAddress = 1 << 24;
    private const int Tool = -1;

    /// <summary>
    /// What is known of a puppet's client. Puppets are spread over honest people's networks, but for those that all have one address; and have signed up for the attack. Those that share no tool are
    /// accounts that were bought of honest people all over: with everything that those had but their address, unless thousands share that.
    /// </summary>
    /// <param name="world">Where.</param>
    /// <param name="scenario">The attack.</param>
    /// <param name="index">Which puppet.</param>
    /// <param name="signUpSecond">When it asks first, in seconds of the run.</param>
    public static ClientAttributes Of(World world, AttackScenario scenario, int index, double signUpSecond)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(scenario);
        var person = (int)new SeededRandom(world.Seed, "puppet " + scenario.Name, (ulong)index).Below(world.People.Length);
        var host = HonestClients.Of(world, person);
        var (address, signUp) = (FirstAddress + index, (int)(signUpSecond / 3_600));
        if (!scenario.SharesClient)
        {
            return host with { Address = HonestClients.IsBehindOperator(host) ? host.Address : address };
        }

        return scenario.SharesAddress
            ? new ClientAttributes(FirstAddress, Tool, signUp) { Network = Tool, Operator = Tool, Build = Tool }
            : new ClientAttributes(address, Tool, signUp) { Network = host.Network, Operator = host.Operator, Build = Tool };
    }
}
