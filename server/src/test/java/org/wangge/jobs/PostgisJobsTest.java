package org.wangge.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.model.Job;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisJobsTest extends JobsContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }

    @Override
    List<String> endless() {
        return List.of("create function endless() returns trigger language plpgsql as $$ begin perform pg_sleep(100000);"
                        + " return new; end $$",
                "create trigger endless before insert on branches for each row execute function endless()");
    }

    @Override
    List<String> locks() {
        return List.of();
    }

    @Test
    void anotherServerSeesHowFarAJobIsAndCancelsIt() {
        List<Job> heard = new CopyOnWriteArrayList<>();
        try (Store second = database.open(); Jobs other = new Jobs(second)) {
            other.listen(heard::add);
            Job job = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
                store.createPlan("half", 0, WHO);
                while (true) {
                    task.at(3, 10);
                }
            }));
            Job seen = await(other, job.id(), j -> j.done() != null);
            assertEquals(List.of(3L, 10L, WHO), List.of(seen.done(), seen.total(), seen.by()));
            Await.until("an event", PATIENCE, () -> heard.stream().anyMatch(j -> j.done() != null));
            assertTrue(other.cancel(job.id()).cancelling());
            assertEquals(Job.State.CANCELLED, awaitEnd(job.id()).state());
            assertEquals(Job.State.CANCELLED, await(other, job.id(), j -> j.state().hasEnded()).state());
            assertEquals(Set.of(), plans());
        }
    }

    @Test
    void aJobThatWasTakenForDeadKeepsNothingWhenItComesBack() throws Exception {
        Job job = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            while (true) {
                task.at(3, 10);
            }
        }));
        await(jobs, job.id(), j -> j.done() != null);
        database.sql("update jobs set state = 'FAILED', problem = '{}', ended_at = now() where id = " + job.id());
        Await.until("it to notice", PATIENCE, () -> jobs.count(Job.State.RUNNING) == 0);
        assertEquals(Job.State.FAILED, jobs.get(job.id()).state());
        assertEquals(Set.of(), plans());
    }

    @Test
    void theEndOfAJobThatWasTakenForDeadUndoesIt() throws Exception {
        Job job = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            try {
                database.sql("update jobs set owner = 'another' where id = (select max(id) from jobs)");
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
            task.done(java.util.Map.of());
            return java.util.Map.of();
        }));
        awaitEnd(job.id());
        assertEquals(Set.of(), plans(), "job " + job.id());
    }

    @Test
    void whatTheDatabaseSaysOfItsEndCountsAlsoWhereItIsTold() throws Exception {
        List<Job> heard = new CopyOnWriteArrayList<>();
        jobs.listen(heard::add);
        Job job = start(Job.Kind.IMPORT, task -> {
            while (true) {
                task.at(3, 10);
            }
        });
        await(jobs, job.id(), j -> j.done() != null);
        // As after a commit whose answer was lost.
        database.sql("update jobs set state = 'DONE', result = '{}', ended_at = now() where id = " + job.id());
        Await.until("it to notice", PATIENCE, () -> jobs.count(Job.State.RUNNING) == 0);
        Await.until("its end", PATIENCE, () -> !heard.isEmpty() && heard.getLast().state().hasEnded());
        assertEquals(Job.State.DONE, heard.getLast().state());
        assertEquals(1, jobs.ended(Job.State.DONE));
    }
}
