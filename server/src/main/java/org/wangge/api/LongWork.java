package org.wangge.api;

import java.nio.file.Path;
import org.wangge.intake.SentImports;
import org.wangge.jobs.Backups;
import org.wangge.jobs.Jobs;
import org.wangge.store.Store;

/// What a server does that takes long.
public record LongWork(Jobs jobs, SentImports imports, Backups backups) implements AutoCloseable {

    /// Of this store, with files in this folder; none that is sent may be larger than `maxUploadBytes`.
    public static LongWork of(Store store, Path folder, long maxUploadBytes) {
        Jobs jobs = new Jobs(store);
        return new LongWork(jobs, new SentImports(store, jobs, folder.resolve("uploads"), maxUploadBytes),
                new Backups(store, jobs, folder.resolve("backups")));
    }

    /// Has what is under way stop.
    @Override
    public void close() {
        jobs.close();
    }
}
