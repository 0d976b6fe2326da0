package org.wangge.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.StoreLocation;
import org.wangge.store.database.Dialect;
import org.wangge.store.geopackage.GeoPackageFile;
import org.wangge.store.geopackage.SqliteLibrary;
import org.wangge.store.postgis.PostgisDialect;

/// Copies all that a store keeps into one file and back. The file is a GeoPackage store itself: GIS programs read it, and it can
/// be served. Sessions, presence and the change feed stay behind; see [KeptTables].
///
/// A problem says why something can't be done, and nothing is left of it: `Unavailable` when a disk is full, a database away or a
/// file damaged or newer, `BadInput` for a file or a value that is none of ours, `Refused` for what would destroy something.
/// May be called by any thread.
public final class Backup {

    /// So many of the `total` rows of a table are done, and so many of all there are.
    public record At(String table, long rows, long total, long allRows, long allTotal) {}

    /// Hears how far it is, on the thread that copies, at least every thousand rows; what it throws ends the copying, and nothing
    /// is left of that.
    public interface Progress {
        void at(At at);
    }

    public record Report(int tables, long rows) {}

    private Backup() {}

    /// Writes `file` from one consistent state of the store, which may be in use. The file is there when it is whole, or stays as
    /// it was. One that is there is refused without `overwrite`.
    public static Report write(StoreLocation store, Path file, boolean overwrite, Progress progress) {
        if (store instanceof StoreLocation.GeoPackage g && isSame(g.file(), settled(file))) {
            throw itself(settled(file));
        }
        Path target = target(file, overwrite);
        // Opening a store brings its schema up to date, here as with every command.
        return switch (store) {
            case StoreLocation.GeoPackage g -> {
                requireThere(g);
                new GeoPackageFile(settled(g.file())).prepare();
                try (TransferSource source = new GeoPackageSource(settled(g.file()))) {
                    yield intoFile(source, target, true, progress);
                }
            }
            case StoreLocation.Postgis p -> {
                try (PostgisDialect database = PostgisDialect.open(p.jdbcUrl(), Dialect.Wires.PLAIN);
                        TransferSource source = new PostgisSource(database)) {
                    yield intoFile(source, target, true, progress);
                }
            }
        };
    }
    private static Path target(Path file, boolean overwrite) {
        SqliteLibrary.load();
        Path target = settled(file);
        if (Files.isDirectory(target)) {
            throw new Problem.BadInput("The file " + target + " is a folder.", "Name a file; nothing was changed.").asException();
        }
        if (Files.exists(target) && !overwrite) {
            throw new Problem.Refused(
                            "The file " + target + " is there already.",
                            "Name another, or repeat with --overwrite; nothing was changed.")
                    .asException();
        }
        return target;
    }

    private static void requireThere(StoreLocation.GeoPackage store) {
        if (!Files.exists(store.file())) {
            throw new Problem.NotFound("There is no store to back up: " + store.file() + " is not there.",
                            "Name its folder with --data-dir, or its database with --database-url.")
                    .asException();
        }
    }

    /// Fills a store from a file that [#write] made, this wangge's or an older one's; all or nothing. The store must be without
    /// rows, or all of them are replaced (`replace`), and nobody may serve it.
    public static Report restore(Path file, StoreLocation store, boolean replace, Progress progress) {
        SqliteLibrary.load();
        Path backup = settled(file);
        if (store instanceof StoreLocation.GeoPackage g && isSame(g.file(), backup)) {
            throw itself(backup);
        }
        try (BackupFile opened = BackupFile.open(backup);
                TransferSource source = new GeoPackageSource(opened.upToDate())) {
            return switch (store) {
                case StoreLocation.GeoPackage g -> {
                    Path target = settled(g.file());
                    if (Files.exists(target)) {
                        new GeoPackageFile(target).requireOurs();
                    }
                    yield intoFile(source, target, replace, progress);
                }
                case StoreLocation.Postgis p -> {
                    try (PostgisDialect database = PostgisDialect.open(p.jdbcUrl(), Dialect.Wires.PLAIN);
                            TransferTarget target = new PostgisTarget(database, replace)) {
                        yield copy(source, target, progress);
                    }
                }
            };
        }
    }

    private static Report intoFile(TransferSource source, Path file, boolean mayHaveRows, Progress progress) {
        try (GeoPackageReplacement replacement = new GeoPackageReplacement(file)) {
            if (!mayHaveRows) {
                replacement.requireNoRows();
            }
            Report report;
            try (TransferTarget target = new GeoPackageTarget(replacement.unfinished())) {
                report = copy(source, target, progress);
            }
            replacement.commit();
            return report;
        }
    }

    private static Report copy(TransferSource source, TransferTarget target, Progress progress) {
        Map<String, Long> totals = new LinkedHashMap<>();
        for (String table : KeptTables.ALL) {
            if (columns(source, target, table).isEmpty()) {
                throw new Problem.Unavailable(
                                "There is no table " + table + " where the data is.",
                                "Restore it from a backup; nothing was changed.")
                        .asException();
            }
            totals.put(table, source.count(table));
        }
        long allTotal = totals.values().stream().mapToLong(Long::longValue).sum();
        long before = 0;
        for (String table : KeptTables.ALL) {
            before += copy(source, target, table, before, totals.get(table), allTotal, progress);
        }
        target.finish();
        return new Report(KeptTables.ALL.size(), before);
    }

    private static Set<String> columns(TransferSource source, TransferTarget target, String table) {
        Set<String> columns = new LinkedHashSet<>(source.columns(table));
        columns.retainAll(target.columns(table));
        return columns;
    }

    /// Returns how many rows there were; so many of all were done `before`.
    private static long copy(
            TransferSource source, TransferTarget target, String table, long before, long total, long allTotal,
            Progress progress) {
        Set<String> columns = columns(source, target, table);
        TransferTarget.Filling filling = target.fill(table, columns);
        long[] done = {0};
        progress.at(new At(table, 0, total, before, allTotal));
        source.read(table, columns, row -> {
            filling.accept(row);
            if (++done[0] % Dialect.Loader.PROGRESS_STEP == 0) {
                progress.at(new At(table, done[0], total, before + done[0], allTotal));
            }
        });
        filling.end();
        progress.at(new At(table, done[0], total, before + done[0], allTotal));
        long lastId = source.lastId(table);
        if (lastId > 0) {
            target.continueAfter(table, lastId);
        }
        return done[0];
    }

    static ProblemException hasRows(String where, String table) {
        return new Problem.Refused(
                        where + " has data already, such as rows in " + table + ".",
                        "Restore into an empty store, or repeat with --replace: all that it has is lost then."
                                + " Nothing was changed.")
                .asException();
    }

    private static ProblemException itself(Path file) {
        return new Problem.BadInput("The file " + file + " is the store itself.", "Name another file; nothing was changed.")
                .asException();
    }

    /// Absolute, and where links lead to.
    private static Path settled(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            return Files.exists(absolute) ? absolute.toRealPath() : absolute;
        } catch (IOException e) {
            return absolute;
        }
    }

    private static boolean isSame(Path one, Path other) {
        return settled(one).equals(other);
    }
}
