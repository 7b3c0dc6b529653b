using System.Globalization;

namespace SmartCommunity.Cli.Supervision;

/// <summary>The output of one part in a file that cannot fill the disk: at its limit it becomes <c>.1</c>, and the oldest goes. Thread-safe.</summary>
internal sealed class RotatingLog : IDisposable
{
    private const long MaxBytes = 10 * 1024 * 1024; // About 80,000 lines: opens in any editor.
    private const int KeptFiles = 5; // 60 MiB a part at most.

    private readonly Lock _gate = new(); // Protects _writer: standard output and standard error arrive on two threads.
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter _writer;
    private bool _closed;

    internal RotatingLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _writer = Open();
    }

    internal void Write(string line)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return; // The last words of a part that was killed.
            }

            try
            {
                if (_writer.BaseStream.Length > MaxBytes)
                {
                    Rotate_NeedsLock();
                }

                _writer.Write(_time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture));
                _writer.WriteLine(line);
            }
            catch (IOException)
            {
                // A full disk must not end the supervisor: the parts go on, the gateway says itself that its disk is full.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }

    private void Rotate_NeedsLock()
    {
        _writer.Dispose();
        File.Delete(Numbered(KeptFiles));
        for (var number = KeptFiles - 1; number >= 1; number--)
        {
            if (File.Exists(Numbered(number)))
            {
                File.Move(Numbered(number), Numbered(number + 1));
            }
        }

        File.Move(_path, Numbered(1));
        _writer = Open();
    }

    private string Numbered(int number) => _path + "." + number.ToString(CultureInfo.InvariantCulture);

    private StreamWriter Open() => new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
}
