package org.wangge.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.sqlite.SQLiteConfig;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Migrations;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.geopackage.GeoPackageFailures;
import org.wangge.store.geopackage.GeoPackageFile;

/// A store in a file, which is read and never changed. One of an older wangge is copied to the folder of temporary files and
/// brought up to date there.
final class BackupFile implements AutoCloseable {

    private final Path file;
    /// Null when the file is up to date itself.
    private final Path folder;

    private BackupFile(Path file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /// `NotFound` problem when there is no such file, `BadInput` or `Unavailable` when it is none of ours, damaged or newer.
    static BackupFile open(Path file) {
        if (!Files.exists(file)) {
            throw new Problem.NotFound("There is no file " + file + ".", "Name the file that ./wangge backup wrote.")
                    .asException();
        }
        if (new GeoPackageFile(file).requireOurs()) {
            return new BackupFile(file, null);
        }
        try {
            BackupFile copy = new BackupFile(file, Files.createTempDirectory("wangge-restore"));
            try {
                copy.migrated();
                return copy;
            } catch (RuntimeException e) {
                copy.close();
                throw e;
            }
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private void migrated() {
        SQLiteConfig looking = new SQLiteConfig();
        looking.setReadOnly(true);
        new Speech(new GeoPackageFailures(file)::explain).tell(() -> {
            try (Connection c = GeoPackageDialect.at(file, looking).getConnection();
                    PreparedStatement s = c.prepareStatement("vacuum into ?")) {
                s.setString(1, upToDate().toString());
                s.execute();
            }
        });
        new Speech(new GeoPackageFailures(upToDate())::explain)
                .migrate(new Migrations(GeoPackageDialect.at(upToDate(), new SQLiteConfig()), "geopackage"));
    }

    /// The file that has today's schema.
    Path upToDate() {
        return folder == null ? file : folder.resolve("backup.gpkg");
    }

    private static ProblemException noRoom(IOException e) {
        return new ProblemException(
                new Problem.Unavailable(
                        "The older backup can't be copied to the folder of temporary files: " + FileFault.said(e) + ".",
                        "Make room there, or name another folder with WANGGE_JAVA_OPTS=-Djava.io.tmpdir=…;"
                                + " nothing was changed."),
                e);
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
                Files.deleteIfExists(upToDate().resolveSibling(upToDate().getFileName() + suffix));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }
}
