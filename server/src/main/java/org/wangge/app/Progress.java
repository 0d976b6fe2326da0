package org.wangge.app;

import java.io.PrintWriter;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Model.CommandSpec;

/// Progress of long work: a bar on a terminal, a line now and then elsewhere.
final class Progress {

    private static final int INTERVAL_MILLIS = 200;

    private final PrintWriter err;

    private Progress(PrintWriter err) {
        this.err = err;
    }

    static Progress on(CommandSpec spec) {
        return new Progress(spec.commandLine().getErr());
    }

    /// A piece of work that tells how far it is: call `accept` with the number done so far; `max` -1 when it is not known.
    final class Bar implements LongConsumer, AutoCloseable {

        private final ProgressBar bar;
        private final String task;
        private final long start = System.nanoTime();

        private Bar(String task, ProgressBar bar) {
            this.task = task;
            this.bar = bar;
        }

        void max(long rows) {
            if (bar != null) {
                bar.maxHint(rows);
            }
        }

        /// So many of `total` rows of a part of the work are done.
        void of(String part, long rows, long total) {
            if (bar != null) {
                bar.setExtraMessage(part);
                bar.maxHint(total);
                bar.stepTo(rows);
            }
        }

        @Override
        public void accept(long done) {
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            } else {
                err.printf("%s … %.1f s%n", task, (System.nanoTime() - start) / 1e9);
                err.flush();
            }
        }
    }

    Bar start(String task) {
        if (System.console() == null || !System.console().isTerminal()) {
            return new Bar(task, null);
        }
        return new Bar(task, new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .build());
    }
}
