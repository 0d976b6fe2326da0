package org.wangge.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.wangge.jobs.Jobs;
import org.wangge.jobs.Task;
import org.wangge.model.Job;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// What a command does, as a job that servers on the same store show. Who stops the command, with Ctrl+C or a signal, has it end
/// as if it had never begun: the process waits for that, not for ever.
final class CommandJob {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// `store` is null where there is none to be seen in.
    interface Work {
        Map<String, ?> run(Store store, Task task);
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private boolean stopped;
    /// What stops the work that is under way; guarded by this.
    private Runnable stop = () -> {};

    private CommandJob() {}

    /// Does `work` in a store that is opened for it, and closed.
    static void run(Supplier<Store> open, Job.Kind kind, String subject, Work work) {
        new CommandJob().stoppable(job -> job.inStore(open, kind, subject, work));
    }

    /// Does `work` as a job in the store if that can be opened and written; if not, unseen.
    static void runSeenOrNot(Supplier<Store> open, Job.Kind kind, String subject, Work work) {
        new CommandJob().stoppable(job -> {
            boolean[] begun = {false};
            try {
                job.inStore(open, kind, subject, (store, task) -> {
                    begun[0] = true;
                    return work.run(store, task);
                });
            } catch (ProblemException e) {
                if (begun[0]) {
                    throw e;
                }
                job.unseen(work);
            }
        });
    }

    /// Does `work` where nobody can see it.
    static void runUnseen(Work work) {
        new CommandJob().stoppable(job -> job.unseen(work));
    }

    private interface Body {
        void run(CommandJob job);
    }

    private void stoppable(Body body) {
        Thread hook = new Thread(this::stopAndWait, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            body.run(this);
        } finally {
            over.countDown();
            removeHook(hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The process ends: the hook is running, and has nothing to wait for any more.
        }
    }

    private void inStore(Supplier<Store> open, Job.Kind kind, String subject, Work work) {
        try (Store store = open.get(); Jobs jobs = new Jobs(store)) {
            stoppedBy(jobs::cancelAll);
            jobs.doHere(kind, subject, task -> work.run(store, task));
        }
    }

    private void unseen(Work work) {
        Task task = Task.unseen();
        stoppedBy(task::cancel);
        work.run(null, task);
    }

    private synchronized void stoppedBy(Runnable how) {
        stop = how;
        if (stopped) {
            how.run();
        }
    }

    private void stopAndWait() {
        synchronized (this) {
            stopped = true;
            stop.run();
        }
        try {
            over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
