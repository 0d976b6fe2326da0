package org.wangge.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.model.Branch;
import org.wangge.model.Job;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.Jvm;

/// A job is done whole, or fails or is cancelled without a trace, whatever happens to it and its program; and everybody on the
/// store can see that.
@Timeout(300)
abstract class JobsContract extends JobsFixture {

    /// Makes each new branch take for ever.
    abstract List<String> endless();

    @Test
    void aJobIsSeenFromItsBeginningToItsEndAndStaysKnown() {
        List<Job> heard = new CopyOnWriteArrayList<>();
        jobs.listen(heard::add);
        Job job = start(Job.Kind.IMPORT, task -> {
            task.at(3, 10);
            waitFor(going);
            task.at(10, 10);
            return Map.of("rows", 10);
        });
        assertEquals(WHO, job.by());
        assertEquals("subject", job.subject());
        Job running = await(jobs, job.id(), j -> j.done() != null);
        assertEquals(Job.State.RUNNING, running.state());
        assertEquals(List.of(3L, 10L), List.of(running.done(), running.total()));
        Await.until("a rate", PATIENCE, () -> jobs.get(job.id()).rate().isPresent());
        assertTrue(jobs.get(job.id()).secondsLeft().isPresent());
        assertEquals(1, jobs.count(Job.State.RUNNING));
        Await.until("its events", PATIENCE, () -> heard.stream().anyMatch(j -> Long.valueOf(3).equals(j.done())));
        going.countDown();

        Job done = awaitEnd(job.id());
        assertEquals(Job.State.DONE, done.state());
        assertEquals("{\"rows\":10}", done.result());
        assertNull(done.problem());
        Await.until("its last event", PATIENCE, () -> heard.getLast().state() == Job.State.DONE);
        Await.until("room", PATIENCE, () -> jobs.count(Job.State.RUNNING) == 0);
        Job kept = store.jobs().find(job.id()).orElseThrow();
        assertEquals(List.of(Job.State.DONE, 10L, 10L, "{\"rows\":10}", WHO),
                List.of(kept.state(), kept.done(), kept.total(), kept.result(), kept.by()));
        assertEquals(1, jobs.ended(Job.State.DONE));
        assertEquals(List.of(job.id()), jobs.page(WHO.id(), Long.MAX_VALUE, 10).stream().map(Job::id).toList());
        assertEquals(List.of(), jobs.page(8L, Long.MAX_VALUE, 10));
    }

    @Test
    void whatAJobThrowsIsToldInWordsAndNothingIsKept() {
        Job refused = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            throw new Problem.BadInput("This is no file.", "Send one.").asException();
        }));
        Job broken = start(Job.Kind.IMPORT, task -> {
            throw new IllegalStateException("secret");
        });
        Job failed = awaitEnd(refused.id());
        assertEquals(Job.State.FAILED, failed.state());
        assertTrue(failed.problem().contains("This is no file.") && failed.problem().contains("Send one."), failed.problem());
        String words = awaitEnd(broken.id()).problem();
        assertTrue(words.contains("incident") && !words.contains("secret"), words);
        assertEquals(Set.of(), plans());
    }

    @Test
    void theEndOfAJobStandsAndFallsWithWhatItDid() {
        Job kept = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("kept", 0, WHO);
            task.done(Map.of("n", 1));
            return Map.of();
        }));
        assertEquals(Job.State.DONE, awaitEnd(kept.id()).state());
        assertEquals("{\"n\":1}", awaitEnd(kept.id()).result());
        Job undone = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("undone", 0, WHO);
            task.done(Map.of("n", 1));
            throw new Problem.Refused("Too late.", "Again.").asException();
        }));
        Job failed = awaitEnd(undone.id());
        assertEquals(Job.State.FAILED, failed.state());
        assertNull(failed.result());
        assertEquals(Set.of("kept"), plans());
        Await.until("the row", PATIENCE, () -> store.jobs().find(undone.id()).orElseThrow().state() == Job.State.FAILED);
    }

    @Test
    void aJobIsCancelledWhileItWaitsWhileItRunsAndOnceMore() {
        Job first = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            return goOn(task, 1);
        }));
        await(jobs, first.id(), j -> j.done() != null);
        if (store.jobs().isShared()) {
            // The other database is held by the first until it ends.
            Job second = start(Job.Kind.IMPORT, task -> Map.of());
            assertEquals(Job.State.CANCELLED, jobs.cancel(second.id()).state());
            assertEquals(Job.State.CANCELLED, jobs.cancel(second.id()).state());
        }
        Job asked = jobs.cancel(first.id());
        assertTrue(asked.cancelling() || asked.state() == Job.State.CANCELLED);
        assertEquals(Job.State.CANCELLED, awaitEnd(first.id()).state());
        assertEquals(Job.State.CANCELLED, jobs.cancel(first.id()).state());
        assertEquals(Set.of(), plans());
        assertNull(awaitEnd(first.id()).problem());
        assertEquals(Job.State.DONE, awaitEnd(start(Job.Kind.IMPORT, task -> Map.of()).id()).state(), "the next one runs");
    }

    @Test
    void aJobIsCancelledInTheMiddleOfAStatementThatWouldTakeForEver() throws SQLException {
        database.sql(endless().toArray(String[]::new));
        Job job = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            task.at(1, 2);
            store.load(Table.BRANCHES, Set.of("name"), List.<Row>of(new Branch(0, "half", null, null)).iterator(), n -> {});
            return Map.of();
        }));
        await(jobs, job.id(), j -> j.done() != null);
        jobs.cancel(job.id());
        assertEquals(Job.State.CANCELLED, awaitEnd(job.id()).state());
        assertEquals(Set.of(), plans());
        store.createPlan("next", 0, WHO);
        assertEquals(Set.of("next"), plans());
    }

    @Test
    void whatHasEndedOrIsNotThereCantBeCancelled() {
        Job job = start(Job.Kind.BACKUP, task -> Map.of());
        awaitEnd(job.id());
        assertEquals("Job " + job.id() + " has ended already: it is done.",
                assertThrows(ProblemException.class, () -> jobs.cancel(job.id())).problem().detail());
        assertEquals(Problem.NotFound.class,
                assertThrows(ProblemException.class, () -> jobs.cancel(4711)).problem().getClass());
    }

    @Test
    void whoCancelsWhileAJobCommitsIsToldTheTruth() throws Exception {
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            String name = "plan " + i;
            CountDownLatch soon = new CountDownLatch(1);
            int delay = i * 200;
            Job job = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
                store.createPlan(name, 0, WHO);
                soon.countDown();
                task.done(Map.of());
                return Map.of();
            }));
            soon.await();
            for (int k = 0; k < delay; k++) {
                Thread.onSpinWait();
            }
            try {
                jobs.cancel(job.id());
            } catch (ProblemException e) {
                assertEquals(Problem.Conflict.class, e.problem().getClass());
            }
            Job.State state = awaitEnd(job.id()).state();
            assertTrue(state == Job.State.DONE || state == Job.State.CANCELLED, state::toString);
            Await.until("its row", PATIENCE, () -> store.jobs().find(job.id()).orElseThrow().state() == state);
            if (state == Job.State.DONE) {
                kept.add(name);
            }
        }
        assertEquals(kept, plans());
    }

    @Test
    void aProgramThatStopsHasItsJobsFailWithoutATrace() {
        Job running = start(Job.Kind.IMPORT, task -> store.inTransaction(() -> {
            store.createPlan("half", 0, WHO);
            return goOn(task, 1);
        }));
        await(jobs, running.id(), j -> j.done() != null);
        jobs.close();
        Job failed = store.jobs().find(running.id()).orElseThrow();
        assertEquals(Job.State.FAILED, failed.state());
        assertTrue(failed.problem().contains("The program was stopped") && failed.problem().contains("job_stopped"),
                failed.problem());
        assertEquals(Set.of(), plans());
        assertEquals("The program is being stopped.",
                assertThrows(ProblemException.class, () -> start(Job.Kind.BACKUP, task -> Map.of())).problem().detail());
    }

    @ParameterizedTest
    @CsvSource({"waiting, WAITING, FAILED", "begun, RUNNING, FAILED", "writing, RUNNING, FAILED", "committed, DONE, DONE"})
    void aJobWhoseProgramIsKilledHasFailedWithoutATraceOrIsDone(String step, Job.State before, Job.State after) throws Exception {
        kill(step, before, after);
        assertEquals(after == Job.State.DONE ? Set.of("kept") : Set.of(), plans());
        jobs.close();
        jobs = new Jobs(store);
        Await.until("what the killed program left to go", PATIENCE, () -> locks().isEmpty());
    }

    /// What the killed programs have left beside the store.
    abstract List<String> locks();

    private void kill(String step, Job.State before, Job.State after) throws Exception {
        Process process = new ProcessBuilder(Jvm.command(JobProcess.class, database.url(), step))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertEquals("there", lines.readLine());
            Job job = jobs.page(null, Long.MAX_VALUE, 1).getFirst();
            assertEquals(List.of("killed", before), List.of(job.subject(), job.state()));
            assertNull(job.by());
            assertFalse(store.jobs().isGone(job), "it is still there");
            process.destroyForcibly().waitFor();
            if (store.jobs().isShared()) {
                database.sql("update jobs set seen_at = seen_at - interval '1 hour'");
            }
            for (Job one : jobs.page(null, Long.MAX_VALUE, 10)) {
                Job ended = awaitEnd(one.id());
                assertEquals(after, ended.state());
                assertEquals(after == Job.State.FAILED, ended.problem() != null && ended.problem().contains("\"job_gone\"")
                        && ended.problem().contains("The program that did this job is gone"), ended.problem());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsToBeginAfterAllWereCancelledIsCancelledToo() {
        jobs.cancelAll();
        Problem refused = assertThrows(ProblemException.class, () -> jobs.doHere(Job.Kind.IMPORT, "late", task -> {
            store.createPlan("late", 0, WHO);
            return Map.of();
        })).problem();
        assertEquals("The job was cancelled; nothing of it was kept.", refused.detail());
        assertEquals(Set.of(), plans());
        assertEquals(Job.State.CANCELLED, jobs.page(null, Long.MAX_VALUE, 1).getFirst().state());
    }
}
