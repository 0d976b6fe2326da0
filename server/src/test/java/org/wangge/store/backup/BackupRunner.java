package org.wangge.store.backup;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.wangge.problem.ProblemException;
import org.wangge.store.StoreLocation;

/// A process of its own that backs up or restores, and, where it is told to, stops half-way for ever.
final class BackupRunner {

    private BackupRunner() {}

    /// `backup` or `restore`, store (a URL or a file), file, the table after which to stop (none: `-`).
    public static void main(String[] args) {
        StoreLocation store = args[1].startsWith("jdbc:postgresql:")
                ? new StoreLocation.Postgis(args[1])
                : new StoreLocation.GeoPackage(Path.of(args[1]));
        Backup.Progress progress = at -> {
            if (at.table().equals(args[3]) && at.rows() == at.total()) {
                System.out.println("half-way");
                while (true) {
                    LockSupport.park();
                }
            }
        };
        try {
            if (args[0].equals("backup")) {
                Backup.write(store, Path.of(args[2]), true, progress);
            } else {
                Backup.restore(Path.of(args[2]), store, true, progress);
            }
            System.out.println("done");
        } catch (ProblemException e) {
            System.out.println(e.problem().detail() + " " + e.problem().remedy());
        }
    }
}
