package org.wangge.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wangge.store.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `wangge restore FILE`: fills a store of either kind from a backup, all or nothing.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Fill a store of either kind from a file that backup wrote, by this wangge or an older one; all or nothing.",
            "Nobody may serve the store meanwhile. Everybody signs in anew afterwards."
        },
        footer = {
            "",
            "Example: ./wangge restore backups/2026-11-27.gpkg --database-url 'jdbc:postgresql://localhost/wangge?user=wangge'"
        })
final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file that backup wrote; it is not changed")
    private Path file;

    @Option(names = "--replace", description = "The store may have data; all of it is lost")
    private boolean replace;

    @Mixin
    private StoreOptions stores;

    @Override
    public Integer call() {
        Backup.Report report;
        try (var bar = Progress.on(spec).start("Restoring")) {
            report = Backup.restore(file, stores.location("wangge-data"), replace, bar::of);
        }
        var out = spec.commandLine().getOut();
        out.printf("%,d rows of %d tables are back from %s%n", report.rows(), report.tables(), file.toAbsolutePath().normalize());
        out.flush();
        return 0;
    }
}
