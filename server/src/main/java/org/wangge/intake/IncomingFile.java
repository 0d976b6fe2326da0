package org.wangge.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// A file that is being sent: it is written as it comes, in a folder of its own, and is gone when it is not kept in the end. One
/// thread at a time.
public final class IncomingFile implements AutoCloseable {

    final Path file;
    private final long maxBytes;
    private final Room.Place place;
    private final FileChannel channel;
    private long bytes;
    private boolean kept;
    private boolean closed;

    private IncomingFile(Path file, long maxBytes, Room.Place place, FileChannel channel) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.place = place;
        this.channel = channel;
    }

    /// Makes `file` and its folder; nothing is left when that fails.
    static IncomingFile begin(Path file, long maxBytes, Room.Place place) throws IOException {
        Path folder = Files.createDirectory(file.getParent());
        try {
            return new IncomingFile(file, maxBytes, place,
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /// How much has come so far.
    public synchronized long bytes() {
        return bytes;
    }

    /// Adds the first `n` of these bytes. `TooLarge` problem beyond the limit, `Unavailable` when there is no
    /// room for more or the disk takes none.
    public synchronized void write(byte[] from, int n) {
        if (closed) {
            throw new Problem.Unavailable("The sending was given up.", "Send the file again.").asException();
        }
        if (bytes + n > maxBytes) {
            throw tooLarge(maxBytes);
        }
        place.need(bytes + n);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(from, 0, n);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            bytes += n;
            place.written(bytes);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable("The file can't be kept, " + bytes + " bytes of it were: " + FileFault.said(e) + ".",
                            "Make room on the server's disk, and send it again; nothing was kept.",
                            Map.of("reason", "no_room"))
                                    .toldAs("The file can't be kept, " + bytes + " bytes of it were."), e);
        }
    }

    static ProblemException tooLarge(long maxBytes) {
        return new Problem.TooLarge("The file is larger than " + maxBytes + " bytes.",
                "Send it in parts, or have whoever runs the server let it take more (its option --max-upload-mib).",
                Map.of("limit_bytes", maxBytes)).asException();
    }

    /// It stays when it is closed.
    void keep() {
        kept = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
            if (!kept) {
                remove(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (kept) {
                place.close();
            } else {
                place.leave();
            }
        }
    }

    /// Takes away a folder of one file, or none, if it is there.
    static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path one : files) {
                Files.deleteIfExists(one);
            }
        }
        Files.deleteIfExists(folder);
    }
}
