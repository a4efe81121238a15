using System.Text;
using QuotaGrid.Contracts.Files;
using QuotaGrid.Host.Tests.Fixtures;

namespace QuotaGrid.Host.Tests.Files;

/// <summary>Files that are read again when they change.</summary>
public sealed class WatchedFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "file");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AChangedFileIsInForceAtTheNextLookAndOnce()
    {
        var files = Watch("one");

        Assert.Equal(default, files.Look(Now));
        Write("two");
        Assert.Equal(new FileLook(true, null), files.Look(Now));
        Assert.Equal("two", files.Current);
        Assert.Equal(default, files.Look(Now));
    }

    [Fact]
    public void WhatCannotBeUsedIsSaidOnceAtTheSecondLookAndChangesNothing()
    {
        var files = Watch("one");
        Write("bad");

        Assert.Equal(default, files.Look(Now));
        Assert.Equal(new FileLook(false, "It is bad."), files.Look(Now));
        Assert.Equal(default, files.Look(Now));
        Assert.Equal("one", files.Current);

        Write("bad too");
        Assert.Equal(default, files.Look(Now));
        Assert.Equal(new FileLook(false, "It is bad."), files.Look(Now));
        Write("two");
        Assert.Equal(new FileLook(true, null), files.Look(Now));
        Assert.Equal("two", files.Current);
    }

    [Fact]
    public void WhatIsWrittenInTwoStepsIsNotCalledBad()
    {
        var files = Watch("one");

        Write("bad");
        Assert.Equal(default, files.Look(Now));
        Write("two");
        Assert.Equal(new FileLook(true, null), files.Look(Now));
    }

    [Fact]
    public void AFileThatIsGoneKeepsWhatItSaid()
    {
        var files = Watch("one");
        System.IO.File.Delete(File);

        Assert.Equal(default, files.Look(Now));
        Assert.StartsWith($"The file '{File}' cannot be read: ", files.Look(Now).Problem);
        Assert.Equal("one", files.Current);
        Write("one");
        Assert.Equal(default, files.Look(Now));
    }

    [Fact]
    public void ALinkThatIsSwappedAsKubernetesDoesIsAChange()
    {
        var (first, second) = (Directory.CreateDirectory(Path.Combine(_directory.Path, "1")), Directory.CreateDirectory(Path.Combine(_directory.Path, "2")));
        System.IO.File.WriteAllText(Path.Combine(first.FullName, "file"), "one");
        System.IO.File.WriteAllText(Path.Combine(second.FullName, "file"), "two");
        var data = Path.Combine(_directory.Path, "..data");
        Directory.CreateSymbolicLink(data, "1");
        System.IO.File.CreateSymbolicLink(File, Path.Combine("..data", "file"));
        var files = new WatchedFiles<string>("test", [WatchedFile.Trusted(File)], Read, _ => null, Now);

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "2");

        Assert.Equal(new FileLook(true, null), files.Look(Now));
        Assert.Equal("two", files.Current);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, true, true)]
    [InlineData(UnixFileMode.OtherWrite, true, true)]
    [InlineData(UnixFileMode.OtherRead, true, false)]
    [InlineData(UnixFileMode.GroupRead, false, false)]
    public void WhoMayReadAndChangeAFileIsLookedAt(UnixFileMode mode, bool isRefusedAsSecret, bool isRefusedAsTrusted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Write("one");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
        }

        Assert.Equal(isRefusedAsSecret ? $"The file '{File}' is writable by its group or open to others ({mode}). Run chmod g-w,o= on it." : null, Problem(WatchedFile.Secret(File)));
        Assert.Equal(isRefusedAsTrusted ? $"The file '{File}' is writable by its group or others ({mode}). Run chmod go-w on it." : null, Problem(WatchedFile.Trusted(File)));
    }

    [Fact]
    public void AFileIsOfAMebibyteAtMost()
    {
        System.IO.File.WriteAllBytes(File, new byte[WatchedFile.MaxBytes]);
        Assert.Null(Problem(WatchedFile.Trusted(File)));

        System.IO.File.WriteAllBytes(File, new byte[WatchedFile.MaxBytes + 1]);
        Assert.Equal($"The file '{File}' has over 1048576 bytes. Name another.", Problem(WatchedFile.Trusted(File)));
    }

    private static string? Problem(WatchedFile file) => Record.Exception(() => file.Read())?.Message;

    private static string Read(IReadOnlyList<byte[]> contents, DateTimeOffset now)
    {
        var text = Encoding.UTF8.GetString(contents[0]);
        return text.StartsWith("bad", StringComparison.Ordinal) ? throw new UnusableFileException("It is bad.") : text;
    }

    private WatchedFiles<string> Watch(string text)
    {
        Write(text);
        return new("test", [WatchedFile.Trusted(File)], Read, _ => null, Now);
    }

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
