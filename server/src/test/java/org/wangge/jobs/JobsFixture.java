package org.wangge.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.model.Plan;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

/// An empty store and its jobs.
abstract class JobsFixture {

    static final Actor WHO = new Actor(7, "lin");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    TestDatabases.Database database;
    Store store;
    Jobs jobs;
    final CountDownLatch going = new CountDownLatch(1);

    abstract TestDatabases.Database provide();

    @BeforeEach
    void open() {
        database = provide();
        store = database.open();
        jobs = new Jobs(store);
    }

    @AfterEach
    void close() throws Exception {
        going.countDown();
        jobs.close();
        store.close();
        database.close();
    }

    Job start(Job.Kind kind, Task.Work work) {
        return jobs.start(kind, "subject", WHO, job -> {}, work);
    }

    static Job await(Jobs jobs, long id, Predicate<Job> wanted) {
        Await.until("job " + id, PATIENCE, () -> wanted.test(jobs.get(id)));
        return jobs.get(id);
    }

    Job awaitEnd(long id) {
        return await(jobs, id, job -> job.state().hasEnded());
    }

    Set<String> plans() {
        return Set.copyOf(store.listPlans(Set.of(Plan.Status.values()), Long.MAX_VALUE, 100).stream().map(p -> p.plan().name())
                .toList());
    }

    Map<String, ?> waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Map.of();
    }

    /// Goes on until it is asked to stop.
    static Map<String, ?> goOn(Task task, long done) {
        Await.until("the stop", PATIENCE, () -> {
            task.at(done, 10);
            return false;
        });
        return Map.of();
    }
}
