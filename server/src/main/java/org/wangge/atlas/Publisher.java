package org.wangge.atlas;

import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Layer;
import org.wangge.model.Row;

/// The one writer of the atlas: applies changes, builds the next immutable [Snapshot] and swaps one reference.
///
/// [#current()] may be called by any thread and never waits; [#load] and [#apply] take turns.
public final class Publisher {

    /// Where a layer changed: a box in degrees (lon/lat), so that caches and browsers know what to drop. A null envelope says
    /// that rows changed which lie nowhere (persons) or had no area.
    public record Touched(Layer layer, Envelope lonLat) {}

    /// A swap that has happened: [#current()] already answers `after`.
    public record Publication(Snapshot before, Snapshot after, List<Touched> touched) {
        public Publication {
            touched = List.copyOf(touched);
        }
    }

    /// Hears how loading goes on: rows read of a layer so far, and how many there will be (perhaps an estimate).
    @FunctionalInterface
    public interface Progress {
        void loaded(Layer layer, long rows, long total);
    }

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final int MAX_LOGGED = 20;

    private final Clock clock;
    private final List<Consumer<Publication>> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot current;
    private volatile boolean ready;

    /// Takes the day, on which it depends who is responsible, from the system's clock.
    public Publisher() {
        this(Clock.systemDefaultZone());
    }

    public Publisher(Clock clock) {
        this.clock = clock;
        current = new Snapshot(State.EMPTY, 0, 0, clock.instant(), new Unassigned(Map.of(), State.EMPTY.map()));
    }

    /// The snapshot of this moment; empty before the first load.
    public Snapshot current() {
        return current;
    }

    /// True once a first load is complete.
    public boolean isReady() {
        return ready;
    }

    /// Loads these layers anew (all of them at start, one after an import).
    public void load(Source source, Set<Layer> layers) {
        load(source, layers, (layer, rows, total) -> {});
    }

    /// The same, telling how it goes on. If the source fails, nothing has changed.
    public synchronized void load(Source source, Set<Layer> layers, Progress progress) {
        Draft draft = new Draft(current.state());
        for (Layer layer : EnumSet.copyOf(layers)) {
            long total = source.count(layer);
            if (Draft.isColumnar(layer)) {
                draft.replace(Loader.load(source, Codec.of(layer), n -> progress.loaded(layer, n, total)));
            } else {
                Map<Long, Row> rows = new HashMap<>();
                source.scan(layer, row -> rows.put(row.id(), row));
                draft.replace(layer, rows);
                progress.loaded(layer, rows.size(), total);
            }
        }
        publish(draft, source.revision());
        ready = true;
    }

    /// Takes over the present state of single rows, as of this revision. Of several updates of one row the last counts. With no
    /// updates at all it only looks at the day anew, on which it depends who is responsible.
    public synchronized void apply(List<Update> updates, long revision) {
        Draft draft = new Draft(current.state());
        updates.forEach(draft::take);
        publish(draft, revision);
    }

    /// Calls `listener` after every swap, on the writer's thread, before `load` or `apply` returns.
    public void listen(Consumer<Publication> listener) {
        listeners.add(listener);
    }

    private void publish(Draft draft, long revision) {
        Snapshot before = current;
        State state = draft.finish(LocalDate.now(clock));
        boolean sameLand = state.map() == before.state().map() && state.branches() == before.state().branches();
        Unassigned land = sameLand ? before.unassignedLand() : new Unassigned(state.branches(), state.map());
        Snapshot after = new Snapshot(state, before.seq() + 1, revision, clock.instant(), land);
        if (!after.misplaced().equals(before.misplaced())) {
            after.misplaced().stream().limit(MAX_LOGGED).forEach(m -> log.warn(after.inWords(m)));
        }
        current = after;
        Publication publication = new Publication(before, after, draft.touched().list());
        listeners.forEach(listener -> listener.accept(publication));
    }
}
