package org.wangge.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.job.JobTable;
import org.wangge.store.Store;

/// The jobs of this program, and what is known of those of others on the same store. One that writes and one that reads run at a
/// time; a few more wait. A job that nobody is there for any more, since its program was killed, is found and has failed.
/// Safe for any number of threads.
public final class Jobs implements AutoCloseable {

    /// So many may wait and run at once here.
    public static final int PLACES = 10;
    /// So many of one account's: nobody takes all places.
    public static final int PLACES_OF_ACCOUNT = 6;
    /// How long a program may say nothing until its jobs are given up, where several programs write at once.
    public static final Duration SILENCE = Duration.ofSeconds(30);
    /// How long a job is remembered after its end, unless so many younger ones are.
    public static final Duration KEPT = Duration.ofDays(30);
    public static final int MOST_KEPT = 10_000;

    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(15);
    private static final long TELL_MILLIS = 500;
    private static final long LOOK_MILLIS = 1_000;
    private static final int LOOKS_UNTIL_CHORES = 600;

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    private final Store store;
    private final JobTable table;
    private final String owner = UUID.randomUUID().toString();
    private final Map<Long, Task> own = new ConcurrentHashMap<>();
    private final List<Consumer<Job>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> chores = new CopyOnWriteArrayList<>();
    private final Map<Job.State, AtomicLong> ended = new EnumMap<>(Job.State.class);
    private final ExecutorService writing = lane("wangge-job-writing");
    private final ExecutorService reading = lane("wangge-job-reading");
    private final ScheduledExecutorService telling =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("wangge-jobs-tell").factory());
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("wangge-jobs-look").factory());
    /// As they were told last, by id. Only for the thread that tells.
    private final Map<Long, Job> told = new HashMap<>();
    private volatile List<Job> others = List.of();
    private final Places places = new Places();
    private volatile boolean allCancelled;
    private long looks;

    public Jobs(Store store) {
        this.store = store;
        this.table = store.jobs();
        for (Job.State state : Job.State.values()) {
            ended.put(state, new AtomicLong());
        }
        telling.scheduleWithFixedDelay(() -> quietly("jobs could not be told of", this::tell), TELL_MILLIS, TELL_MILLIS,
                TimeUnit.MILLISECONDS);
        looking.scheduleWithFixedDelay(() -> quietly("jobs could not be looked after", this::look), 0, LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static ExecutorService lane(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    /// Calls `listener` with each job that begins, ends or goes on, here or elsewhere, at most twice a second for each.
    public void listen(Consumer<Job> listener) {
        listeners.add(listener);
    }

    /// Has `chore` done soon, now and then, and soon after a job was given up: it takes away what such jobs have left.
    public void tidy(Runnable chore) {
        chores.add(chore);
        // Some may have been given up before it was known.
        looking.execute(() -> doQuietly(chore));
    }

    /// Starts a job for somebody. `together` is called with it in the transaction in which it is stored. `Unavailable` problem
    /// when there is no room, or that account has enough of it.
    public Job start(Job.Kind kind, String subject, Actor by, Consumer<Job> together, Task.Work work) {
        places.take(by);
        try {
            Task task = store.inTransaction(() -> {
                Job job = table.add(kind, subject, by, owner);
                together.accept(job);
                return new Task(table, job, work);
            });
            own.put(task.job().id(), task);
            try {
                (kind.writes() ? writing : reading).execute(() -> run(task));
            } catch (RejectedExecutionException e) {
                task.stop(Task.Stop.CLOSED);
                run(task);
            }
            return task.job();
        } catch (RuntimeException | Error e) {
            places.release(by);
            throw e;
        }
    }

    /// Does a job on this thread, for the command line. Throws what the work throws, and a `Refused` problem when it was
    /// cancelled.
    public void doHere(Job.Kind kind, String subject, Task.Work work) {
        places.take(null);
        Task task;
        try {
            task = new Task(table, table.add(kind, subject, null, owner), work);
        } catch (RuntimeException | Error e) {
            places.release(null);
            throw e;
        }
        own.put(task.job().id(), task);
        if (allCancelled) {
            task.stop(Task.Stop.CANCELLED);
        }
        RuntimeException failure = run(task);
        if (task.job().state() == Job.State.CANCELLED) {
            throw Task.stopped();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// How many more may be started here just now.
    int room() {
        return places.room();
    }

    /// Unless somebody else does. Returns what the work has thrown; null when it has not.
    private RuntimeException run(Task task) {
        if (!task.take()) {
            return null;
        }
        RuntimeException thrown = null;
        try {
            if (task.begin()) {
                task.returned(store.interruptibly(task.interruption, () -> task.work.run(task)));
            } else {
                task.stop(Task.Stop.CANCELLED);
                task.threw(Task.stopped());
            }
        } catch (RuntimeException e) {
            thrown = e;
            task.threw(e);
        } catch (Error e) {
            thrown = new IllegalStateException(e);
            task.threw(e);
        }
        if (task.write()) {
            leave(task);
        }
        return thrown;
    }

    private void leave(Task task) {
        if (!own.remove(task.job().id(), task)) {
            return;
        }
        ended.get(task.job().state()).incrementAndGet();
        try {
            telling.execute(() -> quietly("a job could not be told of", () -> tell(task.job())));
        } catch (RejectedExecutionException e) {
            log.debug("nobody listens any more", e);
        }
        places.release(task.job().by());
    }

    /// The job as it is now. `NotFound` problem when there is none, or it is forgotten.
    public Job get(long id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    public Optional<Job> find(long id) {
        Task task = own.get(id);
        return task != null ? Optional.of(task.job()) : table.find(id);
    }

    /// What is said of a job that is not there, or is none of the caller's business.
    public static RuntimeException missing(long id) {
        return new Problem.NotFound("There is no job " + id + ".", "GET /api/jobs lists those that are known; they are forgotten "
                + KEPT.toDays() + " days after their end.").asException();
    }

    /// At most `limit` jobs older than the one with the id `before`, newest first, without their results; of this account, or of
    /// all with null.
    public List<Job> page(Long account, long before, int limit) {
        return table.page(account, before, limit).stream().map(this::present).toList();
    }

    private Job present(Job stored) {
        Task task = own.get(stored.id());
        return task == null ? stored : task.job();
    }

    /// Asks a job to stop; it has when its state is `CANCELLED`. `NotFound` problem when there is none, `Conflict` when it has
    /// ended otherwise, or only the program that does it can stop it.
    public Job cancel(long id) {
        Task task = own.get(id);
        if (task != null && !task.job().state().hasEnded()) {
            task.stop(Task.Stop.CANCELLED);
            endIfWaiting(task);
            return task.job();
        }
        Job job = get(id);
        if (job.state() == Job.State.CANCELLED) {
            return job;
        }
        if (job.state().hasEnded()) {
            throw new Problem.Conflict("Job " + id + " has ended already: it is " + job.state().key() + ".",
                    "Only what waits or runs can be cancelled.", Map.of("state", job.state().key())).asException();
        }
        if (!table.isShared()) {
            throw new Problem.Conflict("Job " + id + " is done by another program, which holds the GeoPackage meanwhile.",
                    "Stop it there, with Ctrl+C.", Map.of("state", job.state().key())).asException();
        }
        table.cancel(id);
        return get(id);
    }

    /// One that shall stop need not wait for its turn to do so.
    private void endIfWaiting(Task task) {
        if (task.isStopping() && task.job().state() == Job.State.WAITING) {
            run(task);
        }
    }

    /// Asks all jobs of this program to stop, and those that it still begins with [#doHere]; they are cancelled then.
    public void cancelAll() {
        allCancelled = true;
        own.values().forEach(task -> task.stop(Task.Stop.CANCELLED));
    }

    /// How many of this program's wait or run.
    public long count(Job.State state) {
        return own.values().stream().filter(t -> t.job().state() == state).count();
    }

    /// How many of this program's have ended like this since it began.
    public long ended(Job.State state) {
        return ended.get(state).get();
    }

    /// Returns when this program has no job any more; false when that takes longer.
    public boolean awaitNone(Duration limit) {
        return places.awaitNone(limit);
    }

    private void tell() {
        own.values().forEach(task -> {
            if (task.isStopping()) {
                task.interruption.interrupt();
            }
            Job now = task.job();
            // How it ended is told once it is written: until then the database may know better.
            if (!now.state().hasEnded()) {
                tell(now);
            }
        });
        // Of our own the database may still say what was.
        others.stream().filter(job -> !owner.equals(job.owner())).forEach(this::tell);
        Instant old = Instant.now().minus(SILENCE.multipliedBy(2));
        told.values().removeIf(job -> job.state().hasEnded() && job.endedAt() != null && job.endedAt().isBefore(old));
    }

    private void tell(Job job) {
        Job before = told.get(job.id());
        boolean same = before != null && (before.state().hasEnded() || before.state() == job.state()
                && before.cancelling() == job.cancelling() && Objects.equals(before.done(), job.done()));
        if (!same) {
            told.put(job.id(), job);
            listeners.forEach(listener -> listener.accept(job));
        }
    }

    private void look() {
        own.values().forEach(task -> {
            if (task.job().state().hasEnded()) {
                if (task.write()) {
                    leave(task);
                }
            } else if (table.isShared()) {
                quietly("job " + task.job().id() + " could not be told of to the database", task::touch);
                endIfWaiting(task);
            }
        });
        others = table.recent(LATELY);
        if (giveUpTheGone() || looks % LOOKS_UNTIL_CHORES == 0) {
            chores.forEach(Jobs::doQuietly);
        }
        if (looks % LOOKS_UNTIL_CHORES == 0) {
            table.forget(KEPT, MOST_KEPT);
            table.sweepOwners();
        }
        looks++;
    }

    /// Whether there was one. While nobody else has a job that goes on, nothing is asked for that.
    private boolean giveUpTheGone() {
        List<Job> foreign = others.stream().filter(job -> !job.state().hasEnded() && !own.containsKey(job.id())).toList();
        if (foreign.isEmpty()) {
            return false;
        }
        List<Job> gone = table.isShared() ? table.silent(SILENCE) : foreign.stream().filter(table::isGone).toList();
        boolean any = false;
        for (Job job : gone) {
            if (!own.containsKey(job.id()) && table.abandon(job, table.isShared() ? SILENCE : Duration.ZERO,
                    Task.words("job_gone",
                            "The program that did this job is gone: it was stopped or killed. Nothing of the job was kept."))) {
                log.warn("job {} ({}) was given up: its program is gone", job.id(), job.kind().key());
                any = true;
            }
        }
        return any;
    }

    private static void doQuietly(Runnable chore) {
        quietly("what jobs have left could not be taken away", chore);
    }

    /// What is repeated must not end by what it throws. A database that is away is told of elsewhere.
    private static void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (ProblemException e) {
            log.debug("{}: {}", what, e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("{}; it is tried again", what, e);
        }
    }

    /// Has what runs here stop and fail; waits for that, not for ever.
    @Override
    public void close() {
        places.close();
        own.values().forEach(task -> task.stop(Task.Stop.CLOSED));
        writing.shutdown();
        reading.shutdown();
        if (!awaitNone(PATIENCE_AT_THE_END)) {
            log.warn("{} jobs did not end in time; they will be found and given up", own.size());
        }
        telling.shutdownNow();
        looking.shutdownNow();
        try {
            looking.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        table.leave(owner);
    }
}
