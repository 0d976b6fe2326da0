package org.wangge.store.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Tells which of the programs that have jobs in a GeoPackage are still there: each holds the lock of a file of its own beside
/// it, which the system lets go when the program ends, however it ends. For any number of threads.
public final class OwnerLocks {

    /// The name of a run of a program, with the dot before it. The lock of the file itself has none.
    private static final Pattern OWNER = Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Logger log = LoggerFactory.getLogger(OwnerLocks.class);

    private final Path file;
    /// Of this program, by owner; guarded by this.
    private final Map<String, FileChannel> held = new HashMap<>();

    public OwnerLocks(Path file) {
        this.file = file;
    }

    /// `Unavailable` problem when the folder can't be written.
    public synchronized void claim(String owner) {
        if (held.containsKey(owner)) {
            return;
        }
        try {
            FileChannel channel = locked(lockFile(owner));
            while (channel == null) {
                channel = locked(lockFile(owner));
            }
            held.put(owner, channel);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable("The file " + lockFile(owner) + " can't be written: " + FileFault.said(e) + ".",
                            "Check that this user may write there, and the disk has room; nothing was changed.")
                                    .toldAs("The folder of the GeoPackage can't be written."), e);
        }
    }

    /// Null when somebody looked at the file between its making and its locking, and has taken it away or is about to: it looked
    /// like one that was left.
    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null && Files.exists(file)) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            log.debug("{} is being looked at", file);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /// Whether this owner's program has ended; its lock file goes then.
    public synchronized boolean isGone(String owner) {
        if (held.containsKey(owner)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile(owner), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Files.deleteIfExists(lockFile(owner));
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // As long as it can't be told, the job is left alone.
            return false;
        }
    }

    /// Takes away the files of programs that have ended.
    public void sweep() {
        String before = file.getFileName() + ".";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.toAbsolutePath().getParent(), before + "*.lock")) {
            for (Path one : files) {
                String name = one.getFileName().toString();
                String owner = name.substring(before.length() - 1, name.length() - ".lock".length());
                if (OWNER.matcher(owner).matches()) {
                    isGone(owner.substring(1));
                }
            }
        } catch (IOException e) {
            log.debug("lock files of other programs can't be looked for", e);
        }
    }

    public synchronized void leave(String owner) {
        try (FileChannel channel = held.remove(owner)) {
            if (channel != null) {
                Files.deleteIfExists(lockFile(owner));
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable("The file " + lockFile(owner) + " can't be removed: " + FileFault.said(e) + ".",
                            "Remove it."), e);
        }
    }

    private Path lockFile(String owner) {
        return file.resolveSibling(file.getFileName() + "." + owner + ".lock");
    }
}
