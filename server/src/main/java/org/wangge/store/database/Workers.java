package org.wangge.store.database;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Semaphore;

/// Spreads tasks over all cores: on the common pool, and when that has enough to do on the caller's thread, so that a fast reader
/// can't pile up what slow workers have not yet taken. For one thread.
final class Workers {

    private static final int MAX_WAITING = 2 * Runtime.getRuntime().availableProcessors();

    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final Queue<ForkJoinTask<?>> tasks = new ArrayDeque<>();

    void run(Runnable task) {
        if (!room.tryAcquire()) {
            task.run();
            return;
        }
        tasks.add(ForkJoinPool.commonPool().submit(() -> {
            try {
                task.run();
            } finally {
                room.release();
            }
        }));
    }

    /// Returns when all tasks are done; throws what one of them has thrown.
    void join() {
        while (!tasks.isEmpty()) {
            tasks.remove().join();
        }
    }
}
