using Microsoft.Data.Sqlite;

namespace QuotaGrid.Host.Storage;

/// <summary>A connection that waits for its turn when it is opened, and passes it on when it is closed.</summary>
internal sealed class TurnTakingConnection(string connectionString, SemaphoreSlim turn) : SqliteConnection(connectionString)
{
    private bool _hasTurn;

    /// <inheritdoc />
    public override void Open()
    {
        turn.Wait();
        OpenInTurn();
    }

    /// <inheritdoc />
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        OpenInTurn();
    }

    /// <inheritdoc />
    public override void Close()
    {
        base.Close();
        PassTurn();
    }

    private void OpenInTurn()
    {
        _hasTurn = true;
        try
        {
            base.Open();
            using var command = CreateCommand();
            // A property of the connection and not of the file; see SqliteDatabase for what it means.
            command.CommandText = "PRAGMA synchronous = NORMAL";
            command.ExecuteNonQuery();
        }
        catch
        {
            base.Close();
            PassTurn();
            throw;
        }
    }

    private void PassTurn()
    {
        if (_hasTurn)
        {
            _hasTurn = false;
            turn.Release();
        }
    }
}
