package org.wangge.store.geopackage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Migrations;

/// Makes the file, or makes sure that it is one of ours and brings its schema up to date. A file that is something else is not
/// touched.
///
/// The file is only ever opened through SQLite: closing any other handle of this process would drop SQLite's locks on it.
public final class GeoPackageFile {

    private static final int APPLICATION_ID = 0x47504B47;
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path file;
    private final GeoPackageFailures failures;

    public GeoPackageFile(Path file) {
        this.file = file;
        this.failures = new GeoPackageFailures(file);
    }

    public void prepare() {
        explaining(() -> {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && isUpToDate()) {
                return true;
            }
            synchronized (IN_THIS_PROCESS) {
                makeOrMigrateAlone();
            }
            return true;
        });
    }

    /// Looks without writing, at a file that is there: whether its schema is today's, not an older one. Throws a problem when
    /// the file is not one of ours or was written by a newer wangge.
    public boolean requireOurs() {
        return explaining(this::isUpToDate);
    }

    private interface Work {
        boolean run() throws IOException, SQLException;
    }

    private boolean explaining(Work work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable(
                            "The GeoPackage " + file + " can't be made: " + FileFault.said(e) + ".",
                            "Check that this user may write there and the disk has room, or name another folder with"
                                    + " --data-dir."),
                    e);
        } catch (SQLException e) {
            throw failures.thrown(e);
        }
    }

    /// The lock file keeps other processes out; it goes when the work is done, after which there is nothing left to do for
    /// whoever waited.
    private void makeOrMigrateAlone() throws IOException, SQLException {
        Path lockFile = beside(".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!Files.exists(file)) {
                make();
            } else if (!isUpToDate()) {
                new Migrations(GeoPackageDialect.at(file, migrating()), "geopackage").migrate();
            }
            Files.deleteIfExists(lockFile);
        }
    }

    /// Without foreign keys: a table that is made anew under another name is dropped in between, and what refers to it would be
    /// deleted with it. Locked from the first statement on: another program may be writing.
    public static SQLiteConfig migrating() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(30_000);
        return config;
    }

    /// Written under another name first, so that a kill leaves no half-made file.
    private void make() throws IOException {
        Path unfinished = beside(".new");
        Files.deleteIfExists(unfinished);
        new Migrations(GeoPackageDialect.at(unfinished, new SQLiteConfig()), "geopackage").migrate();
        Files.move(unfinished, file);
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /// Looks without writing. Throws a problem when the file is not one of ours or was written by a newer wangge.
    private boolean isUpToDate() throws IOException, SQLException {
        if (Files.isDirectory(file)) {
            throw notOurs("is a folder, not a GeoPackage.");
        }
        if (Files.size(file) == 0) {
            throw notOurs("is not a GeoPackage: it is empty.");
        }
        SQLiteConfig looking = new SQLiteConfig();
        looking.setReadOnly(true);
        looking.setBusyTimeout(5_000);
        DataSource source = GeoPackageDialect.at(file, looking);
        try (Connection c = source.getConnection();
                Statement s = c.createStatement()) {
            if (number(s, "pragma application_id") != APPLICATION_ID) {
                throw notOurs("is not a GeoPackage: its application id is not GPKG.");
            }
            String ours = "select count(*) from sqlite_schema where name in ('feed', 'revisions', 'flyway_schema_history')";
            if (number(s, ours) != 3) {
                throw notOurs("is a GeoPackage, but not one that wangge keeps its data in; its layers can be imported.");
            }
        }
        return new Migrations(source, "geopackage").isUpToDate("The GeoPackage " + file);
    }

    private static long number(Statement s, String sql) throws SQLException {
        try (ResultSet rs = s.executeQuery(sql)) {
            rs.next();
            return rs.getLong(1);
        }
    }

    private ProblemException notOurs(String what) {
        return new Problem.BadInput(
                        "The file " + file + " " + what,
                        "Name another file, or one that does not exist yet; this one was not changed.")
                .asException();
    }
}
