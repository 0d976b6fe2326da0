package org.wangge.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Actor;
import org.wangge.model.Editing;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// Who is editing which plan just now, on whichever server. It is kept in the database, where each of several servers looks once
/// a second. For any number of threads.
public final class Presence implements AutoCloseable {

    /// Somebody who says nothing for so long is gone.
    public static final Duration EXPIRY = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private final Store store;
    private final List<BiConsumer<Long, List<Editing>>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("wangge-presence").factory());
    /// Replaced by one thread at a time; who reads it need not wait for one that asks the database.
    private volatile Map<Long, List<Editing>> known = Map.of();

    /// Only for the thread that looks again.
    private boolean failing;

    public Presence(Store store) {
        this.store = store;
        watch.scheduleWithFixedDelay(this::lookAgain, 1, 1, TimeUnit.SECONDS);
    }

    /// Calls `listener` with a plan and all who edit it whenever that changes, here or on another server.
    public void listen(BiConsumer<Long, List<Editing>> listener) {
        listeners.add(listener);
    }

    /// Notes that somebody has the plan open and works on these grids; must be repeated before [#EXPIRY]. Returns all who have.
    /// `BadInput` problem when there is no such plan.
    public List<Editing> enter(long plan, Actor actor, List<Long> grids) {
        Instant now = Instant.now();
        store.putPresence(plan, actor, grids, now, now.minus(EXPIRY));
        look();
        return editors(plan);
    }

    public void leave(long plan, Actor actor) {
        store.removePresence(plan, actor.id());
        look();
    }

    /// All who have the plan open, longest first.
    public List<Editing> editors(long plan) {
        return known.getOrDefault(plan, List.of());
    }

    /// Whatever it throws, the next look must come: a task that fails is not repeated.
    private void lookAgain() {
        try {
            look();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                log.error("the presence of planners was not told; it is tried again, and this said once", e);
            }
        }
    }

    private synchronized void look() {
        try {
            Map<Long, List<Editing>> now =
                    store.listPresence(Instant.now().minus(EXPIRY)).stream()
                    .collect(Collectors.groupingBy(Editing::plan, HashMap::new, Collectors.toList()));
            Set<Long> plans = new HashSet<>(known.keySet());
            plans.addAll(now.keySet());
            Map<Long, List<Editing>> before = known;
            known = now;
            for (long plan : plans) {
                List<Editing> editors = now.getOrDefault(plan, List.of());
                if (!editors.equals(before.getOrDefault(plan, List.of()))) {
                    listeners.forEach(listener -> listener.accept(plan, editors));
                }
            }
        } catch (ProblemException e) {
            log.debug("presence can't be read: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
