using System.IO.Pipelines;
using System.Net.Security;

namespace QuotaGrid.Contracts.Transport;

/// <summary>What a connection is used through when its handshake is done.</summary>
internal sealed class TlsPipe(SslStream stream) : IDuplexPipe
{
    // A TLS record has at most 16 KiB, and each write to the stream is at least one.
    private const int BufferBytes = 16 * 1024;

    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: BufferBytes, leaveOpen: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(minimumBufferSize: BufferBytes, leaveOpen: true);

    public PipeReader Input { get; } = PipeReader.Create(stream, ReaderOptions);

    public PipeWriter Output { get; } = new FlushedWriter(PipeWriter.Create(stream, WriterOptions));

    /// <summary>Ends both ways.</summary>
    public void Complete()
    {
        Input.Complete();
        Output.Complete();
    }

    // Orleans flushes what it means to send, and completes a writer also when sending failed. A stream's own writer would then write what is left to a connection that has
    // ended, and throw; and the connection would not be closed.
    private sealed class FlushedWriter(PipeWriter writer) : PipeWriter
    {
        private static readonly Exception Ended = new IOException("The connection has ended.");

        public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

        public override long UnflushedBytes => writer.UnflushedBytes;

        public override void Advance(int bytes) => writer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => writer.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception ?? Ended);
    }
}
