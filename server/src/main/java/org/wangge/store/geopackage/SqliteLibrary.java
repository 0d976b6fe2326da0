package org.wangge.store.geopackage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// SQLite itself, which its driver unpacks into the folder of temporary files to load it, and removes when the program ends in
/// peace: each kill would leave a megabyte there. Here it goes at once: what is loaded needs no name (but on Windows, where the
/// driver removes it in the end). Safe for any number of threads and processes.
public final class SqliteLibrary {

    private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);
    private static final String FOLDER = "org.sqlite.tmpdir";
    private static boolean isLoaded;

    private SqliteLibrary() {}

    /// Loads it, once; to be called before a file is opened. `Unavailable` problem when the folder of temporary files can't be
    /// written, or nothing in it may be run.
    public static synchronized void load() {
        if (isLoaded) {
            return;
        }
        String given = System.getProperty(FOLDER);
        Path temporary = Path.of(given == null ? System.getProperty("java.io.tmpdir") : given);
        try {
            Path own = Files.createTempDirectory(temporary, "wangge-sqlite");
            System.setProperty(FOLDER, own.toString());
            try {
                SQLiteJDBCLoader.initialize();
            } finally {
                remove(own);
            }
            isLoaded = true;
        } catch (Exception e) {
            throw new ProblemException(
                    new Problem.Unavailable(
                            "SQLite can't be unpacked into " + temporary + " and loaded from there: " + e.getMessage() + ".",
                            "Name a folder that this user may write, on a disk from which programs may run:"
                                    + " WANGGE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER."),
                    e);
        } finally {
            if (given == null) {
                System.clearProperty(FOLDER);
            } else {
                System.setProperty(FOLDER, given);
            }
        }
    }

    /// Opens what lies in the file itself, past its log and all locks, for reading.
    public static Connection pastTheLog(Path file) throws SQLException {
        load();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        String path = file.toAbsolutePath().toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23");
        return config.createConnection("jdbc:sqlite:file:" + path + "?immutable=1");
    }

    private static void remove(Path own) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
            for (Path each : files) {
                Files.delete(each);
            }
            Files.delete(own);
        } catch (IOException e) {
            log.debug("{} stays until the program ends", own, e);
            own.toFile().deleteOnExit();
        }
    }
}
