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

/// `wangge backup FILE`: all that a store keeps, as it was at one moment, in one GeoPackage.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Write all that the store keeps, from either kind of database, into one GeoPackage; it may be served meanwhile.",
            "Sessions, who has a plan open and the change feed are not in it; password hashes are: keep it as safe as the store."
        },
        footer = {"", "Example: ./wangge backup backups/2026-11-27.gpkg"})
final class BackupCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to write; it appears when it is whole")
    private Path file;

    @Option(names = "--overwrite", description = "Replace FILE when it is there already")
    private boolean overwrite;

    @Mixin
    private StoreOptions stores;

    @Override
    public Integer call() {
        StoreLocation location = stores.location("wangge-data");
        Backup.Report[] report = {null};
        CommandJob.Work work = (store, task) -> {
            try (var bar = Progress.on(spec).start("Backing up")) {
                report[0] = Backup.write(location, file, overwrite, at -> {
                    bar.of(at.table(), at.rows(), at.total());
                    task.at(at.allRows(), at.allTotal());
                });
            }
            return Map.of("rows", report[0].rows(), "tables", report[0].tables());
        };
        String subject = file.getFileName() == null ? "" : file.getFileName().toString();
        if (location.mayBeThere()) {
            // What can't be written can still be read.
            main.job().runSeenOrNot(location::open, Job.Kind.BACKUP, subject, work);
        } else {
            main.job().runUnseen(work);
        }
        var out = spec.commandLine().getOut();
        out.printf("%,d rows of %d tables are in %s%n", report[0].rows(), report[0].tables(), file.toAbsolutePath().normalize());
        out.flush();
        return 0;
    }
}
