package org.wangge.store.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.geopackage.GeoPackageFailures;

/// A file that is written beside another, or beside where there is none yet, and takes its place when it is whole: whatever
/// happens before, a kill too, the other stays as it is. Nobody else may have the other open meanwhile: he would go on with what
/// is no longer there, and its WAL would be taken for the new file's. For one thread.
final class GeoPackageReplacement implements AutoCloseable {

    private static final int BUSY_MILLIS = 1_000;

    private final Path file;
    private final Path unfinished;
    private final Path lockFile;
    private final FileChannel channel;
    /// Null when another has it: nothing here is ours then. Kept, since others of this process would take one that nobody refers
    /// to for free.
    private FileLock lock;
    /// Keeps others out of the file that is there; null when there is none, or it is no database that anybody could have open.
    private Connection held;

    /// `Refused` problem when somebody has the file open or writes it just now; `Unavailable` when its folder can't be written.
    GeoPackageReplacement(Path file) {
        this.file = file;
        this.unfinished = beside(".unfinished");
        this.lockFile = beside(".lock");
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
        try {
            lock();
            if (Files.exists(file)) {
                hold();
            } else {
                refuseRemains();
            }
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            close();
            throw failed(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    Path unfinished() {
        return unfinished;
    }

    /// The same lock as whoever makes a store there takes.
    private void lock() throws IOException {
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new Problem.Refused(
                            "The file " + file + " is being written by another program.",
                            "Wait until it is done; nothing was changed.")
                    .asException();
        }
    }

    /// The log of a file that is gone would be taken for the new one's.
    private void refuseRemains() {
        for (String suffix : new String[] {"-wal", "-journal"}) {
            if (Files.exists(beside(suffix))) {
                throw new Problem.Refused(
                                "There is no file " + file + ", but " + beside(suffix).getFileName()
                                        + " beside it, with changes of a file that was taken away.",
                                "Put that file back, or move " + beside(suffix).getFileName() + " away too; nothing was changed.")
                        .asException();
            }
        }
    }

    private void hold() {
        SQLiteConfig alone = new SQLiteConfig();
        alone.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        alone.setBusyTimeout(BUSY_MILLIS);
        try {
            held = GeoPackageDialect.at(file, alone).getConnection();
            execute("begin exclusive", "commit");
        } catch (SQLException e) {
            letGo();
            if (isBusy(e)) {
                throw inUse();
            }
        }
    }

    /// `Refused` problem when the file is a store that has rows.
    void requireNoRows() {
        if (held == null) {
            return;
        }
        new Speech(new GeoPackageFailures(file)::explain).tell(() -> {
            for (String table : KeptTables.ALL) {
                // A store of an older wangge lacks some.
                if (!GeoPackageSource.columns(held, table).isEmpty() && hasRows(table)) {
                    throw Backup.hasRows("The GeoPackage " + file, table);
                }
            }
        });
    }

    private boolean hasRows(String table) throws SQLException {
        try (Statement s = held.createStatement();
                ResultSet rs = s.executeQuery("select exists (select 1 from " + table + ")")) {
            rs.next();
            return rs.getBoolean(1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Statement s = held.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private static boolean isBusy(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return (code.code & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code || (code.code & 0xFF) == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    private RuntimeException inUse() {
        return new Problem.Refused(
                        "The GeoPackage " + file + " is in use: a server or another program has it open.",
                        "Stop that program, and repeat; nothing was changed.")
                .asException();
    }

    /// Puts the new file, which is closed, in the place of the other, for good: on return both names and bytes are on the disk.
    void commit() {
        try {
            if (held != null) {
                takeInWal();
            }
            force(unfinished);
            try {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            }
            force(file.getParent());
        } catch (IOException e) {
            throw failed(e);
        } catch (SQLException e) {
            throw isBusy(e) ? inUse() : new Speech(new GeoPackageFailures(file)::explain).explained(e);
        }
    }

    /// Leaves no WAL behind, and nobody in between: whoever opens the file from now on waits until it is replaced.
    private void takeInWal() throws SQLException {
        // The mode of locking changes, and the journal goes, with the next access.
        execute("pragma journal_mode = delete", "pragma locking_mode = normal", "select count(*) from sqlite_schema");
        execute("begin exclusive");
    }

    private static void force(Path path) throws IOException {
        try (FileChannel written = FileChannel.open(path, StandardOpenOption.READ)) {
            written.force(true);
        }
    }

    private ProblemException failed(IOException e) {
        return new ProblemException(
                new Problem.Unavailable(
                        "The file " + file + " can't be written: " + FileFault.said(e) + ".",
                        "Check that its folder exists, this user may write there, and the disk has room; nothing was changed."),
                e);
    }

    private void letGo() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (SQLException e) {
            throw new Speech(new GeoPackageFailures(file)::explain).explained(e);
        } finally {
            held = null;
        }
    }

    /// Takes away what was not finished.
    @Override
    public void close() {
        try {
            letGo();
        } finally {
            try (channel) {
                if (lock != null) {
                    Files.deleteIfExists(unfinished);
                    Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + "-journal"));
                    Files.deleteIfExists(lockFile);
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
