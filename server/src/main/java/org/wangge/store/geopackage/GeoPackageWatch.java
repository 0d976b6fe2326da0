package org.wangge.store.geopackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Watches over the file of an open store, on a connection of its own: that its path and that of its log (`-wal`) still name the
/// files that were opened, that nobody but SQLite writes into it, and that what was committed soon lies in the file itself, so
/// that a copy of it has all.
///
/// A file that was replaced, deleted or overwritten is lost for good: nothing more is written, until the program is started
/// again. Files are told apart by asking for their attributes; to open one of them would drop SQLite's locks on it (POSIX).
///
/// Safe for any number of threads.
final class GeoPackageWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GeoPackageWatch.class);
    private static final int PATIENCE_MILLIS = 1_000;
    /// How long who has published waits for those who still read what was before. Requests have read by then; a backup or the
    /// loading of a large table goes on for many seconds, and nobody can write meanwhile.
    private static final int SOON_MILLIS = 100;
    /// A log of more bytes than this is what a large change has left, and for nobody to wait for who has changed something else.
    private static final long LARGE_LOG = 64 << 20;
    /// At a file that does not look right, until that is believed.
    private static final int LOOKS = 4;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(40);
    /// What SQLite says of a file that is none of ours: a table is missing, or it can't be understood.
    private static final Set<Integer> NO_STORE = Set.of(SQLiteErrorCode.SQLITE_ERROR.code, SQLiteErrorCode.SQLITE_CORRUPT.code,
            SQLiteErrorCode.SQLITE_NOTADB.code);

    /// A file as it is found at a path; `key` tells it from any other.
    private record Found(Object key, FileTime written, long bytes) {}

    /// What lies in the file itself, without its log: it changes with what is taken in from the log, and then only forward.
    private record Content(String origin, Map<String, Long> sequences) {
        boolean follows(Content before) {
            return origin.equals(before.origin) && before.sequences.entrySet().stream()
                    .allMatch(e -> sequences.getOrDefault(e.getKey(), -1L) >= e.getValue());
        }
    }

    private final Path file;
    private final Path wal;
    private final Connection connection;
    private final Object fileKey;
    private final Object walKey;
    private final Runnable whenLost;

    /// The version of what was committed when the log was found empty: the file changes no more without another. Null while the
    /// log may hold something.
    private volatile Long rest;
    /// The file when it was last known to be SQLite's own work.
    private volatile Found looked;
    /// What it held then at least; null when that could not be read. Guarded by `looking`.
    private Content known;
    private final Object looking = new Object();
    private volatile ProblemException lost;
    private volatile boolean left;

    /// Opens a connection. `whenLost` closes all others; it is called once, on a thread of its own, and not where closing them
    /// could do harm.
    GeoPackageWatch(Path file, Runnable whenLost) throws SQLException {
        this.file = file;
        this.wal = file.resolveSibling(file.getFileName() + "-wal");
        this.whenLost = whenLost;
        this.connection = GeoPackageDialect.unpooled(file).getConnection();
        try {
            // The log is opened with the first look into the file.
            try (Statement s = connection.createStatement()) {
                s.execute("select count(*) from feed_origin");
            }
            this.looked = find(file);
            this.known = content();
            this.fileKey = keyOf(file);
            this.walKey = keyOf(wal);
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private static Object keyOf(Path path) {
        Found found = find(path);
        return found == null ? null : found.key;
    }

    /// Throws an `Unavailable` problem when the file is known to be lost.
    void requireKept() {
        if (lost != null) {
            throw new ProblemException(lost.problem());
        }
    }

    /// Empty as long as the file is not known to be lost.
    Optional<Problem> lost() {
        return Optional.ofNullable(lost).map(ProblemException::problem);
    }

    /// Looks at the files, and throws an `Unavailable` problem when they are no longer those that were opened.
    void requireSame() throws SQLException {
        requireKept();
        // Before the look at the file: who takes away both, or their folder, has not deleted a log beside a file.
        boolean isLogSame = isSame(wal, walKey);
        Found now = find(file);
        if (now == null) {
            lose("is gone: it or its folder was deleted or moved while wangge had it open.",
                    "Put it back, or a backup of it, and restart wangge.", true, () -> true);
        } else if (!now.key.equals(fileKey)) {
            lose("was replaced while wangge had it open: another file lies at its place.",
                    "Restart wangge to go on with the file that is there now, or put the right one there before.", true,
                    () -> true);
        } else if (!isLogSame) {
            boolean isGone = find(wal) == null;
            lose("can't be trusted: its log " + wal.getFileName() + " was deleted or replaced while wangge had it open.",
                    "Leave the files beside it alone and restart wangge.", isGone, () -> isGone);
        } else if (isWrittenByOthers(now)) {
            lose("was overwritten by a program that does not go through SQLite, as when a backup is copied over it, while wangge"
                    + " had it open.", "Copy the right file there, and restart wangge.", false, this::isLogHarmless);
        }
    }

    /// Changes when another connection, of this process or of any other, has committed. Throws as [#requireSame].
    synchronized long version() throws SQLException {
        requireSame();
        long version = dataVersion();
        if (rest != null && rest != version) {
            rest = null;
        }
        return version;
    }

    /// Takes what the log holds into the file when nobody needs the log just now. Neither readers nor writers wait.
    void settleWhenIdle() throws SQLException {
        if (rest == null) {
            settle(0);
        }
    }

    /// The same, waiting a little for those who still read what was before. Fails without a word: the next idle moment comes.
    void settleSoon() {
        try {
            requireSame();
            if (find(wal) instanceof Found f && f.bytes > LARGE_LOG) {
                return;
            }
            settle(SOON_MILLIS);
        } catch (SQLException | ProblemException e) {
            log.debug("the log stays for now", e);
        }
    }

    private synchronized void settle(int patienceMillis) throws SQLException {
        rest = null;
        long before = dataVersion();
        if (!isCheckpointed(patienceMillis)) {
            return;
        }
        synchronized (looking) {
            Found now = find(file);
            Content content = content();
            boolean sound = content != null && (known == null || content.follows(known)) && find(file) instanceof Found f
                    && f.equals(now);
            if (sound && find(wal) instanceof Found empty && empty.bytes == 0 && dataVersion() == before) {
                looked = now;
                known = content;
                rest = before;
            }
        }
    }

    private boolean isCheckpointed(int patienceMillis) throws SQLException {
        try (Statement s = connection.createStatement()) {
            // Most of it while others may write; the truncation, for which they may not, has little left to do.
            s.execute("pragma wal_checkpoint(passive)");
            s.execute("pragma busy_timeout = " + patienceMillis);
            try (ResultSet rs = s.executeQuery("pragma wal_checkpoint(truncate)")) {
                return rs.next() && rs.getInt(1) == 0;
            } finally {
                s.execute("pragma busy_timeout = " + PATIENCE_MILLIS);
            }
        }
    }

    /// Any change of a file whose log is empty is none of SQLite's. While there is something in the log, others may take it in
    /// at any time; then what can't have come of what was there before is none. A file that was only touched is the same.
    private boolean isWrittenByOthers(Found now) throws SQLException {
        if (now.equals(looked)) {
            return false;
        }
        synchronized (looking) {
            for (int looks = 1; ; looks++) {
                Found before = find(file);
                Long resting = rest;
                Content content = content();
                boolean exact = resting != null && dataVersion() == resting && resting.equals(rest);
                boolean sound = content != null
                        && (known == null || (exact ? content.equals(known) : content.follows(known)));
                boolean stable = before != null && before.equals(find(file));
                if (sound && stable) {
                    looked = before;
                    known = content;
                    return false;
                }
                if (known == null || looks == LOOKS) {
                    return known != null && !sound;
                }
                // It may have been read in the middle of being written.
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    /// Whether SQLite would find nothing in the log to take into the file that lies there now. What there is is put out of the
    /// way of whoever opens that file next.
    private boolean isLogHarmless() {
        if (find(wal) instanceof Found log && log.bytes == 0) {
            return true;
        }
        try {
            Path aside = wal.resolveSibling(wal.getFileName() + ".of-the-overwritten-file");
            Files.move(wal, aside, StandardCopyOption.REPLACE_EXISTING);
            log.error("what was not yet in the overwritten {} lies in {}, which is of no use without it", file, aside);
        } catch (IOException e) {
            log.error("delete {} before the next start: it does not belong to the file that lies there now", wal, e);
        }
        return false;
    }

    private long dataVersion() throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet rs = s.executeQuery("pragma data_version")) {
            rs.next();
            return rs.getLong(1);
        }
    }

    /// Read past all locks and past the log, so that it is what lies there; null when that is no store. One page of each table
    /// is read, so that a state in between is met as one before or after. Throws when it can't be read just now, as when no more
    /// files may be opened.
    private Content content() throws SQLException {
        try (Connection past = SqliteLibrary.pastTheLog(file);
                Statement s = past.createStatement()) {
            // While the log is taken in, the file's head tells of pages that come last; SQLite reads on only if it may be broken.
            s.execute("pragma writable_schema = on");
            String origin;
            try (ResultSet rs = s.executeQuery("select id from feed_origin")) {
                origin = rs.getString(1);
            }
            Map<String, Long> sequences = new HashMap<>();
            try (ResultSet rs = s.executeQuery("select name, seq from sqlite_sequence")) {
                while (rs.next()) {
                    sequences.put(rs.getString(1), rs.getLong(2));
                }
            }
            return new Content(String.valueOf(origin), sequences);
        } catch (SQLException e) {
            if (NO_STORE.contains(e.getErrorCode() & 0xff)) {
                return null;
            }
            throw e;
        }
    }

    /// `isWhole`: the log may still be taken into the file that it belongs to, wherever that is now. `mayClose`: to close all
    /// does no harm. SQLite takes the log into the file when its last connection closes, and deletes the log by its name (both
    /// only when the file is still where it was), which must not meet others' pages, or others' log.
    private void lose(String what, String remedy, boolean isWhole, BooleanSupplier mayClose) {
        ProblemException e = new ProblemException(new Problem.Unavailable(
                "The GeoPackage " + file + " " + what, remedy + " Until then nothing is written; the map shows the last state.")
                        .toldAs("The GeoPackage " + what));
        synchronized (this) {
            if (lost == null) {
                lost = e;
                left = !mayClose.getAsBoolean();
                log.error(e.getMessage());
                Thread.ofPlatform().daemon().name("wangge-leave").start(() -> leave(isWhole));
            }
        }
        requireKept();
    }

    /// Closes the former file, so that no other program meets it where the new one lies.
    private void leave(boolean isWhole) {
        if (isWhole) {
            try {
                synchronized (this) {
                    isWhole = isCheckpointed(PATIENCE_MILLIS);
                }
            } catch (SQLException e) {
                isWhole = false;
            }
            if (!isWhole) {
                log.warn("the last changes could not be taken into the former {}", file);
            }
        }
        if (mayClose()) {
            whenLost.run();
            closeConnection();
        }
    }

    private static boolean isSame(Path path, Object key) {
        Found now = find(path);
        return now != null && now.key.equals(key);
    }

    /// Null when there is none. Where the file system has no keys, the time when the file was made must do.
    private static Found find(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = found.fileKey() == null ? found.creationTime() : found.fileKey();
            return new Found(key, found.lastModifiedTime(), found.size());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable("The file " + path + " can't be looked at: " + FileFault.said(e) + ".",
                            "Check the disk, and that this user may read its folder.")
                                    .toldAs("The GeoPackage can't be looked at."),
                    e);
        }
    }

    /// Whether closing the other connections does no harm.
    boolean mayClose() {
        return !left;
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up either way.
            log.debug("closing the watching connection", e);
        }
    }

    @Override
    public synchronized void close() {
        if (mayClose()) {
            closeConnection();
        }
    }
}
