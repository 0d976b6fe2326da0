package org.wangge.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;

/// How many jobs there may be at once, how often they are told of, and how long they are remembered.
abstract class JobPlacesContract extends JobsFixture {

    @Test
    void thereIsRoomForSoManyAndOneThatReadsGoesBesideOneThatWrites() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < Jobs.PLACES - 1; i++) {
            ids.add(wait(new Actor(i, "a" + i)).id());
        }
        assertEquals(Job.State.DONE, awaitEnd(start(Job.Kind.BACKUP, task -> Map.of()).id()).state());
        Await.until("room", PATIENCE, () -> jobs.room() == 1);
        ids.add(wait(WHO).id());
        Problem full = assertThrows(ProblemException.class, () -> start(Job.Kind.BACKUP, task -> Map.of())).problem();
        assertEquals("10 jobs wait or run already.", full.detail());
        assertEquals(30, full.extra().get("retry_after_seconds"));
        Await.until("the first to run", PATIENCE, () -> jobs.count(Job.State.RUNNING) == 1);
        assertEquals(9, jobs.count(Job.State.WAITING));
        going.countDown();
        ids.forEach(id -> assertEquals(Job.State.DONE, awaitEnd(id).state()));
    }

    private Job wait(Actor by) {
        return jobs.start(Job.Kind.IMPORT, "subject", by, job -> {}, task -> waitFor(going));
    }

    @Test
    void nobodyTakesAllPlacesAndWhoseHaveEndedHasThemAgain() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < Jobs.PLACES_OF_ACCOUNT; i++) {
            ids.add(wait(WHO).id());
        }
        Problem enough = assertThrows(ProblemException.class, () -> wait(WHO)).problem();
        assertEquals("6 jobs of 'lin' wait or run already.", enough.detail());
        assertEquals("no_place", enough.extra().get("reason"));
        ids.add(wait(new Actor(8, "wu")).id());
        assertThrows(IllegalStateException.class, () -> jobs.start(Job.Kind.IMPORT, "", new Actor(9, "li"), job -> {
            throw new IllegalStateException("what goes together fails");
        }, task -> Map.of()));
        assertEquals(Jobs.PLACES - ids.size(), jobs.room());
        going.countDown();
        ids.forEach(id -> assertEquals(Job.State.DONE, awaitEnd(id).state()));
        Await.until("room", PATIENCE, () -> jobs.room() == Jobs.PLACES);
        for (int i = 0; i < Jobs.PLACES_OF_ACCOUNT; i++) {
            wait(WHO);
        }
    }

    @Test
    void ofAJobThatTellsAllTheTimeLittleIsTold() {
        List<Job> heard = new CopyOnWriteArrayList<>();
        jobs.listen(heard::add);
        long[] told = {0};
        Job job = start(Job.Kind.BACKUP, task -> {
            // Room is left for those that are still to come.
            while (heard.stream().filter(j -> j.state() == Job.State.RUNNING).count() < 4
                    || told[0] <= 1_000 * (heard.size() + 3)) {
                task.at(++told[0], -1);
            }
            return Map.of();
        });
        assertEquals(Job.State.DONE, awaitEnd(job.id()).state());
        Await.until("its last event", PATIENCE, () -> heard.getLast().state() == Job.State.DONE);
        assertTrue(told[0] > 1_000 * heard.size(), told[0] + " were told as " + heard.size());
        List<Long> counts = heard.stream().map(Job::done).toList();
        assertEquals(counts.stream().sorted(Comparator.nullsFirst(Comparator.naturalOrder())).toList(), counts);
    }

    @Test
    void oldJobsAreForgottenAndChoresDone() throws SQLException {
        Job old = start(Job.Kind.BACKUP, task -> Map.of());
        Job young = start(Job.Kind.BACKUP, task -> Map.of());
        awaitEnd(old.id());
        awaitEnd(young.id());
        Await.until("room", PATIENCE, () -> jobs.count(Job.State.WAITING) + jobs.count(Job.State.RUNNING) == 0);
        database.sql("update jobs set ended_at = '2020-01-01T00:00:00.000Z' where id = " + old.id());
        jobs.close();
        jobs = new Jobs(store);
        Await.until("the old one to be forgotten", PATIENCE, () -> store.jobs().find(old.id()).isEmpty());
        assertTrue(store.jobs().find(young.id()).isPresent());
        CountDownLatch late = new CountDownLatch(1);
        jobs.tidy(late::countDown);
        Await.until("a chore that was not known when the others were done", PATIENCE, () -> late.getCount() == 0);
    }

    @Test
    void ofManyJobsTheYoungestAreKeptAndAListIsReadWithoutResults() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(start(Job.Kind.BACKUP, task -> Map.of("rejects", List.of("long"))).id());
            awaitEnd(ids.getLast());
        }
        Await.until("room", PATIENCE, () -> jobs.room() == Jobs.PLACES);
        Job goesOn = start(Job.Kind.BACKUP, task -> waitFor(going));
        store.jobs().forget(Jobs.KEPT, 3);
        List<Job> left = jobs.page(null, Long.MAX_VALUE, 10);
        assertEquals(List.of(goesOn.id(), ids.get(4), ids.get(3)), left.stream().map(Job::id).toList());
        assertTrue(left.stream().allMatch(j -> j.result() == null));
        assertEquals("{\"rejects\":[\"long\"]}", jobs.get(ids.get(4)).result());
        assertEquals(List.of(ids.get(3)), jobs.page(null, ids.get(4), 1).stream().map(Job::id).toList());
    }
}
