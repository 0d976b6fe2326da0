package org.wangge.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.jobs.Jobs;
import org.wangge.jobs.Task;
import org.wangge.model.Job;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// What a command does, as a job that servers on the same store show. Who stops the command, with Ctrl+C or a signal, has it end
/// as if it had never begun, and say so: the process waits until this is closed, which is after the command's last words, but
/// not for ever. For the thread of one command.
final class CommandJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Logger log = LoggerFactory.getLogger(CommandJob.class);

    /// `store` is null where there is none to be seen in.
    interface Work {
        Map<String, ?> run(Store store, Task task);
    }

    private final CountDownLatch over = new CountDownLatch(1);
    /// Null until there is work to be stopped.
    private Thread hook;
    /// Guarded by this.
    private boolean stopped;
    /// What stops the work that is under way; guarded by this.
    private Runnable stop = () -> {};

    /// Does `work` in a store that is opened for it, and closed.
    void run(Supplier<Store> open, Job.Kind kind, String subject, Work work) {
        beStoppable();
        try (Store store = open.get(); Jobs jobs = new Jobs(store)) {
            stoppedBy(jobs::cancelAll);
            jobs.doHere(kind, subject, task -> work.run(store, task));
        }
    }

    /// Does `work` as a job in the store if that can be opened and written; if not, unseen.
    void runSeenOrNot(Supplier<Store> open, Job.Kind kind, String subject, Work work) {
        boolean[] begun = {false};
        try {
            run(open, kind, subject, (store, task) -> {
                begun[0] = true;
                return work.run(store, task);
            });
        } catch (ProblemException e) {
            if (begun[0]) {
                throw e;
            }
            runUnseen(work);
        }
    }

    /// Does `work` where nobody can see it.
    void runUnseen(Work work) {
        beStoppable();
        Task task = Task.unseen();
        stoppedBy(task::cancel);
        work.run(null, task);
    }

    /// Takes note of what was done unseen, where that can be written: it stays done in any case.
    void note(Supplier<Store> open, Job.Kind kind, String subject, Map<String, ?> result) {
        stoppedBy(() -> {});
        try (Store store = open.get(); Jobs jobs = new Jobs(store)) {
            jobs.doHere(kind, subject, task -> result);
        } catch (ProblemException e) {
            log.debug("no note of a job was taken", e);
        }
    }

    private void beStoppable() {
        if (hook != null) {
            return;
        }
        hook = new Thread(this::stopAndWait, "stop");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The process ends before the work has begun.
            stopWork();
        }
    }

    /// Nothing is waited for any more.
    @Override
    public void close() {
        over.countDown();
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException stopping) {
            // The process ends already: the hook is running.
        }
    }

    private synchronized void stoppedBy(Runnable how) {
        stop = how;
        if (stopped) {
            how.run();
        }
    }

    private synchronized void stopWork() {
        stopped = true;
        stop.run();
    }

    private void stopAndWait() {
        stopWork();
        try {
            over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
