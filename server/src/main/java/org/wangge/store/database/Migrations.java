package org.wangge.store.database;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.wangge.problem.Problem;

/// Brings a schema up to date. Migrations are files in the resources, under
/// `org/wangge/store/migration`, and are never edited once applied.
public final class Migrations {

    private final Flyway flyway;

    /// `folder` is `postgis` or `geopackage`.
    public Migrations(DataSource database, String folder) {
        flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:org/wangge/store/migration/" + folder)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /// Whether there is nothing to do. Throws an `Unavailable` problem when a newer wangge has been here; `where` names the
    /// database.
    public boolean isUpToDate(String where) {
        MigrationInfoService info = flyway.info();
        for (MigrationInfo applied : info.applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS || applied.getState() == MigrationState.FUTURE_FAILED) {
                throw new Problem.Unavailable(
                                where + " has schema version " + applied.getVersion() + "; this program knows only up to "
                                        + newestKnown(info) + ".",
                                "Use the wangge that wrote it, or a newer one. Nothing was changed.")
                        .asException();
            }
        }
        return info.pending().length == 0;
    }

    public void migrate() {
        flyway.migrate();
    }

    private static String newestKnown(MigrationInfoService info) {
        return Arrays.stream(info.all())
                .filter(m -> m.getState().isResolved() && m.getVersion() != null)
                .map(m -> m.getVersion().toString())
                .reduce("0", (a, b) -> b);
    }
}
