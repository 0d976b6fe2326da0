package org.wangge.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wangge.model.Job;
import org.wangge.store.StoreLocation;
import org.wangge.store.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
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

    @ParentCommand
    private Main main;

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
        StoreLocation location = stores.location("wangge-data");
        Backup.Report[] report = {null};
        CommandJob.Work work = (store, task) -> {
            try (var bar = Progress.on(spec).start("Restoring")) {
                report[0] = Backup.restore(file, location, replace, at -> {
                    bar.of(at.table(), at.rows(), at.total());
                    task.at(at.allRows(), at.allTotal());
                });
            }
            return result(report[0]);
        };
        String subject = file.getFileName() == null ? "" : file.getFileName().toString();
        switch (location) {
            case StoreLocation.Postgis p -> main.job().runSeenOrNot(p::open, Job.Kind.RESTORE, subject, work);
            case StoreLocation.GeoPackage g -> {
                // Nobody may have the file open that is replaced; what was done is noted in the new one.
                main.job().runUnseen(work);
                main.job().note(g::open, Job.Kind.RESTORE, subject, result(report[0]));
            }
        }
        var out = spec.commandLine().getOut();
        out.printf("%,d rows of %d tables are back from %s%n", report[0].rows(), report[0].tables(),
                file.toAbsolutePath().normalize());
        out.flush();
        return 0;
    }

    private static Map<String, ?> result(Backup.Report report) {
        return Map.of("rows", report.rows(), "tables", report.tables());
    }
}
