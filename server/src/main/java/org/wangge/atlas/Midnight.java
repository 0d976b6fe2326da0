package org.wangge.atlas;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the day of an atlas when that of its clock has turned, on a daemon thread of its own. It looks once a second instead of
/// sleeping until midnight, since a machine may sleep meanwhile and a clock may be set.
public final class Midnight implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Midnight.class);

    private final Publisher publisher;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("wangge-midnight").factory());

    public Midnight(Publisher publisher) {
        this.publisher = publisher;
        watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /// An error must not end the looking: the atlas would stay on one day for ever, and nobody would notice.
    private void look() {
        try {
            publisher.turnDay();
        } catch (RuntimeException | Error e) {
            log.error("the day can't be turned, the next try is in a second", e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
