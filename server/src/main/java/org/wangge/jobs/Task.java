package org.wangge.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Interruption;
import org.wangge.store.job.JobTable;

/// One job of this program while it waits and runs: what its work tells of itself, and hears of others. For any number of
/// threads; the methods for the work are for its own.
public final class Task {

    /// What a job does. It tells at times how far it is, and throws whatever ends it; nothing of what it did may be left then.
    /// What it returns is kept as the job's result: names and plain values.
    public interface Work {
        Map<String, ?> run(Task task);
    }

    /// What ends work that was asked to stop.
    static ProblemException stopped() {
        return new Problem.Refused("The job was cancelled; nothing of it was kept.", "Start it again.").asException();
    }

    /// Why a job was asked to stop: somebody cancelled it, this program ends, or another took it for dead.
    enum Stop {
        CANCELLED,
        CLOSED,
        LOST
    }

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(Task.class);
    /// Characters of what a failed job says.
    private static final int MOST_WORDS = 50_000;
    private static final int MOST_OF_ONE = 2_000;

    private final JobTable table;
    final Work work;
    final Interruption interruption = new Interruption();
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile Job job;
    private volatile Long done;
    private volatile Long total;
    /// Null as long as nobody asked it to stop.
    private volatile Stop stop;
    /// Its end is part of a transaction that is under way, or is written: nothing else may write its row.
    private volatile boolean ending;
    /// How it ended, to be written; null before, and once it is.
    private volatile Job.State unwritten;
    private volatile String result;
    private volatile String problem;

    Task(JobTable table, Job job, Work work) {
        this.table = table;
        this.job = job;
        this.work = work;
    }

    /// One that no database knows of.
    public static Task unseen() {
        return new Task(null, null, null);
    }

    /// Asks it to stop.
    public void cancel() {
        stop(Stop.CANCELLED);
    }

    /// So many of `total` units are done; -1 when it is not known how many there are. Ends the work when it shall stop.
    public void at(long done, long total) {
        this.done = done;
        this.total = total < 0 ? null : Long.valueOf(Math.max(done, total));
        check();
    }

    /// Ends the work when it shall stop.
    public void check() {
        if (stop != null) {
            throw stopped();
        }
    }

    /// Ends the job as done in the transaction that is under way on this thread: the end stands and falls with what was done in
    /// it. To be called last. Ends the work when it shall stop, or another program took this one for dead.
    public void done(Map<String, ?> result) {
        check();
        ending = true;
        if (!table.end(job(), Job.State.DONE, json(result), null)) {
            throw new Problem.Unavailable("Job " + job.id() + " was given up meanwhile; nothing of it was kept.",
                    "Start it again.").asException();
        }
        this.result = json(result);
    }

    /// The job as it is now.
    Job job() {
        return job.state().hasEnded() ? job : job.at(done, total, stop == Stop.CANCELLED, Instant.now());
    }

    void stop(Stop why) {
        if (stop == null) {
            stop = why;
        }
        interruption.interrupt();
    }

    /// True for the one who shall run it.
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean isStopping() {
        return stop != null;
    }

    /// False when it was cancelled meanwhile, or taken over.
    boolean begin() {
        if (stop != null || !table.begin(job.id(), job.owner())) {
            return false;
        }
        Job j = job;
        Instant now = Instant.now();
        job = new Job(j.id(), j.kind(), j.subject(), Job.State.RUNNING, false, null, null, j.by(), j.owner(), j.createdAt(), now,
                null, now, null, null);
        return true;
    }

    /// Tells the database that this job's owner is there, and hears whether somebody asked it to stop.
    void touch() {
        if (ending) {
            return;
        }
        table.touch(job.id(), job.owner(), done, total).ifPresentOrElse(
                asked -> {
                    if (asked) {
                        stop(Stop.CANCELLED);
                    }
                },
                () -> {
                    if (!ending) {
                        stop(Stop.LOST);
                    }
                });
    }

    /// The work has returned. What it had kept in its own transaction is written; else the end still is to be.
    void returned(Map<String, ?> made) {
        boolean written = ending;
        end(Job.State.DONE, written ? result : json(made), null, written);
    }

    /// The work has thrown; nothing of it is left.
    void threw(Throwable e) {
        switch (stop) {
            case CANCELLED -> end(Job.State.CANCELLED, null, null, false);
            case CLOSED -> end(Job.State.FAILED, null, words("job_stopped",
                    "The program was stopped before the job was done; nothing of it was kept."), false);
            case LOST -> end(Job.State.FAILED, null, words("job_given_up",
                    "The database was not heard of for so long that the job was given up; nothing of it was kept."), false);
            case null -> end(Job.State.FAILED, null, words(e), false);
        }
    }

    private void end(Job.State state, String result, String problem, boolean written) {
        this.result = result;
        this.problem = problem;
        ending = true;
        Job now = job();
        Instant at = Instant.now();
        job = new Job(now.id(), now.kind(), now.subject(), state, false, now.done(), now.total(), now.by(), now.owner(),
                now.createdAt(), now.beganAt() == null ? at : now.beganAt(), at, at, result, problem);
        unwritten = written ? null : state;
    }

    /// Writes the end where that is still to be done; false when the database can't take it just now. What is written already
    /// counts: of a commit whose answer was lost, or by another program that took this one for dead.
    boolean write() {
        Job.State state = unwritten;
        if (state == null) {
            return true;
        }
        try {
            if (!table.end(job, state, result, problem)) {
                table.find(job.id()).filter(stored -> stored.state().hasEnded()).ifPresent(stored -> job = stored);
            }
            unwritten = null;
            return true;
        } catch (ProblemException e) {
            log.debug("the end of job {} is not written yet: {}", job.id(), e.getMessage());
            return false;
        }
    }

    private static String words(Throwable e) {
        if (e instanceof ProblemException p) {
            Problem told = p.problem().toStrangers();
            if (told != p.problem()) {
                log.warn("a job failed: {}", p.problem().detail());
            }
            return words(told);
        }
        String incident = UUID.randomUUID().toString();
        log.error("incident {} in a job", incident, e);
        return json(Map.of("detail", "The job failed inside the program; nothing of it was kept.",
                "remedy", "Start it again; if it stays, tell whoever runs the server the incident id.",
                "extra", Map.of("incident", incident)));
    }

    /// They are kept for a month and told in lists and events, so they are short, whatever a file has been quoted for.
    private static String words(Problem told) {
        String all = json(Map.of("detail", told.detail(), "remedy", told.remedy(), "extra", told.extra()));
        return all.length() <= MOST_WORDS ? all
                : json(Map.of("detail", cut(told.detail()), "remedy", cut(told.remedy()), "extra", Map.of()));
    }

    private static String cut(String text) {
        return text.length() <= MOST_OF_ONE ? text : text.substring(0, MOST_OF_ONE) + "…";
    }

    /// `reason` is a stable word for programs.
    static String words(String reason, String detail) {
        return json(Map.of("detail", detail, "remedy", "Start it again.", "extra", Map.of("reason", reason)));
    }

    private static String json(Map<String, ?> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result of a job is made of plain values", e);
        }
    }
}
