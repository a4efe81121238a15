using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;
using QuotaGrid.Contracts.Policies;
using QuotaGrid.Host.Hosting;
using QuotaGrid.Host.Secrets;
using QuotaGrid.Host.Settings;
using QuotaGrid.Host.Storage;

namespace QuotaGrid.Host.Commands;

/// <summary><c>quotagrid serve</c>: runs a process of a cluster, or all of it, until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string SecretFileName = "secret.key";

    public static Command Create()
    {
        var options = SettingNames.All.ToDictionary(setting => setting.Name, ToOption);
        var file = new Option<string?>("--config") { Description = "A file with a JSON object of settings, such as { \"role\": \"all\" }." };
        var command = new Command("serve", "Runs QuotaGrid. Settings: command line, then environment (QUOTAGRID_ROLE), then --config, then defaults.") { file };
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => CommandErrors.ReportAsync(async () =>
        {
            var given = options
                .Where(entry => arguments.GetValue(entry.Value) is not null)
                .ToDictionary(entry => entry.Key, entry => arguments.GetValue(entry.Value)!);
            await RunAsync(SettingsReader.Read(given, Environment.GetEnvironmentVariables(), arguments.GetValue(file)), cancellationToken);
        }));
        return command;
    }

    private static async Task RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        List<(string Name, string Text)> notes = [];
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddConsoleLogging();
        builder.AddLifetime(settings);
        builder.AddHttp(settings);
        builder.AddSecurity(settings, notes);
        builder.AddTelemetry(settings);
        using var embedded = settings.Role == Role.All ? await AddEmbeddedAsync(builder, settings, notes, cancellationToken) : null;
        if (settings.Role != Role.All)
        {
            await AddClusterAsync(builder, settings, notes, cancellationToken);
        }

        PortCheck.Run(settings);
        await using var app = builder.Build();
        app.MapHttp(settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            // Told to stop while it waited for silos.
            return;
        }

        await Announce(app, settings, notes);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task<SqliteDatabase> AddEmbeddedAsync(
        WebApplicationBuilder builder, HostSettings settings, List<(string Name, string Text)> notes, CancellationToken cancellationToken)
    {
        var (policies, _) = PolicyFile.Read(settings.Policies);
        var database = await SqliteDatabase.OpenAsync(settings.Data, cancellationToken);
        var secretFile = settings.SecretFile ?? Path.Combine(database.DirectoryName, SecretFileName);
        var created = await CreateMissingSecretAsync(secretFile, database, cancellationToken);
        builder.AddEmbeddedSilo(settings, policies, database);
        AddGateway(builder, settings, secretFile);
        notes.Add(("storage", $"SQLite in {database.FilePath}"));
        notes.Add(("secret", created ? $"made in {secretFile}, for its owner only; without it every target is new again" : NoteOf(secretFile, settings)));
        return database;
    }

    private static void AddGateway(WebApplicationBuilder builder, HostSettings settings, string secretFile)
    {
        var secret = SecretFile.Read(secretFile);
        var other = settings.OtherSecretFile is { } file ? SecretFile.Read(file) : [];
        if (CryptographicOperations.FixedTimeEquals(secret, other))
        {
            throw new SecretFileException(
                $"The secret in '{settings.OtherSecretFile}' is that in '{secretFile}'. Name the file with the other one of the old and the new secret, or remove --other-secret-file.");
        }

        builder.AddGateway(settings, secret, other);
    }

    private static string NoteOf(string secretFile, HostSettings settings) =>
        settings.OtherSecretFile is { } other ? $"{secretFile}; what is known by that in {other} stays known" : secretFile;

    private static async Task<bool> CreateMissingSecretAsync(string secretFile, SqliteDatabase database, CancellationToken cancellationToken)
    {
        if (File.Exists(secretFile))
        {
            return false;
        }

        // A start that made the database and then failed left it empty; there is nothing yet that a new secret could make unknown.
        if (await database.HasStateAsync(cancellationToken))
        {
            throw new SecretFileException(
                $"The secret file '{secretFile}' is missing, and the database '{database.FilePath}' was written with it. "
                + "Put the file back, or begin anew with another data directory: with a new secret every known target would be new again.");
        }

        SecretFile.Create(secretFile);
        return true;
    }

    private static async Task AddClusterAsync(
        WebApplicationBuilder builder, HostSettings settings, List<(string Name, string Text)> notes, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(settings.Database!);
        notes.Add(("storage", $"PostgreSQL at {database.Place}"));
        if (settings.Role == Role.Silo)
        {
            var (policies, _) = PolicyFile.Read(settings.Policies);
            await database.CheckAsync(cancellationToken);
            builder.AddClusterSilo(settings, policies, database);
        }
        else
        {
            builder.AddClusterClient(settings, database);
            AddGateway(builder, settings, settings.SecretFile!);
            await CheckReachableAsync(database, cancellationToken);
            notes.Add(("secret", NoteOf(settings.SecretFile!, settings)));
        }
    }

    // An edge that finds no database waits for it as it waits for silos; a wrong schema, or no right to look, is for an operator.
    private static async Task CheckReachableAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
        }
        catch (NpgsqlException e) when (e is not PostgresException || e.IsTransient)
        {
            await Console.Error.WriteLineAsync($"quotagrid: {e.Message}. The edge waits for the database and for silos.");
        }
    }

    private static async Task Announce(WebApplication app, HostSettings settings, List<(string Name, string Text)> notes)
    {
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var policies = app.Services.GetRequiredService<PolicyCache>();
        try
        {
            await policies.GetAsync();
        }
        catch (Exception)
        {
            // An edge may have started before the silos that publish. The refresher asks again and logs what fails, and until then the process is not ready.
        }

        await Console.Out.WriteAsync(Banner.Write(settings, urls, policies.Current, notes));
        await Console.Out.FlushAsync();
    }

    private static Option<string?> ToOption(Setting setting) => new(setting.Option) { Description = setting.Help };
}
