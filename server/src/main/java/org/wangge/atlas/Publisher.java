package org.wangge.atlas;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Layer;
import org.wangge.model.Row;

/// The one writer of the atlas: applies changes, builds the next immutable [Snapshot] and swaps one reference.
///
/// [#current()] may be called by any thread and never waits; [#load], [#apply] and [#turnDay] take turns, [#loadBeside] with
/// them only for the swap.
public final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

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

    private static final int MAX_LOGGED = 20;
    /// So many edits are caught up with while nobody else publishes, and more only when there is no end of them.
    private static final int FEW_EDITS = 2;
    private static final int ROUNDS = 50;

    private final Clock clock;
    private final Object beside = new Object();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot current;
    private volatile boolean ready;
    /// What was published since a loading beside began, for it to catch up; null while there is none.
    private List<Consumer<Draft>> missed;

    /// Its days are those of UTC.
    public Publisher() {
        this(Clock.systemUTC());
    }

    /// On the day of this clock, in its zone, it depends who is responsible.
    public Publisher(Clock clock) {
        this.clock = clock;
        current = new Snapshot(State.EMPTY, 0, 0, ZonedDateTime.now(clock), new Unassigned(Map.of(), State.EMPTY.map()));
    }

    /// The snapshot of this moment; empty before the first load.
    public Snapshot current() {
        return current;
    }

    /// The snapshot of this moment, on the day that it is now: where that has not turned yet it does so first, and whoever asks
    /// waits for that. For what depends on the day to the minute, such as the date that a publication writes.
    public Snapshot today() {
        turnDay();
        return current;
    }

    /// True once a first load is complete.
    public boolean isReady() {
        return ready;
    }

    /// Loads these layers anew (all of them at start).
    public void load(Source source, Set<Layer> layers) {
        load(source, layers, (layer, rows, total) -> {});
    }

    /// The same, telling how it goes on. If the source fails, nothing has changed.
    public synchronized void load(Source source, Set<Layer> layers, Progress progress) {
        publish(read(source, layers, progress), source.revision());
        ready = true;
    }

    /// True for layers that may be so large that they are better loaded by [#loadBeside].
    public static boolean mayBeLarge(Layer layer) {
        return Draft.isColumnar(layer);
    }

    /// Loads layers that may be large while [#apply] goes on, which waits no longer than for another one like it. What is applied
    /// meanwhile is done to the loaded rows, too, before they take the place of the others in one swap. Of each layer two copies
    /// are held until then. One at a time. If the source fails, nothing has changed.
    public void loadBeside(Source source, Set<Layer> layers, Progress progress) {
        if (!layers.stream().allMatch(Publisher::mayBeLarge)) {
            throw new IllegalArgumentException(layers + " are not all of those that may be large");
        }
        synchronized (beside) {
            try {
                State loaded = begin();
                Draft draft = new Draft(loaded);
                read(source, layers, progress).accept(draft);
                loaded = draft.finish(LocalDate.now(clock));
                List<Consumer<Draft>> edits = takeMissed();
                for (int i = 0; i < ROUNDS && edits.size() > FEW_EDITS; i++) {
                    loaded = replayed(loaded, edits);
                    edits = takeMissed();
                }
                end(replayed(loaded, edits), layers);
            } finally {
                forgetMissed();
            }
        }
    }

    private synchronized State begin() {
        missed = new ArrayList<>();
        return current.state();
    }

    private synchronized List<Consumer<Draft>> takeMissed() {
        List<Consumer<Draft>> taken = missed;
        missed = new ArrayList<>();
        return taken;
    }

    private synchronized void forgetMissed() {
        missed = null;
    }

    private State replayed(State state, List<Consumer<Draft>> edits) {
        State next = state;
        for (Consumer<Draft> edit : edits) {
            Draft draft = new Draft(next);
            edit.accept(draft);
            next = draft.finish(LocalDate.now(clock));
        }
        return next;
    }

    private synchronized void end(State loaded, Set<Layer> layers) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        State before = current.state();
        State after = before.with(replayed(loaded, missed), layers, now.toLocalDate());
        TouchedBoxes touched = new TouchedBoxes();
        layers.forEach(layer -> touched.add(layer, before.features(Codec.of(layer)), after.features(Codec.of(layer))));
        swap(after, current.revision(), now, touched);
    }

    private static Consumer<Draft> read(Source source, Set<Layer> layers, Progress progress) {
        List<Consumer<Draft>> read = new ArrayList<>();
        for (Layer layer : EnumSet.copyOf(layers)) {
            long total = source.count(layer);
            if (Draft.isColumnar(layer)) {
                Features loaded = Loader.load(source, Codec.of(layer), n -> progress.loaded(layer, n, total));
                read.add(draft -> draft.replace(loaded));
            } else {
                Map<Long, Row> rows = new HashMap<>();
                source.scan(layer, row -> rows.put(row.id(), row));
                read.add(draft -> draft.replace(layer, rows));
                progress.loaded(layer, rows.size(), total);
            }
        }
        return draft -> read.forEach(one -> one.accept(draft));
    }

    /// Takes over the present state of single rows, as of this revision. Of several updates of one row the last counts.
    public synchronized void apply(List<Update> updates, long revision) {
        publish(draft -> updates.forEach(draft::take), revision);
    }

    /// Publishes who is responsible on the day of the clock, if that is another than the atlas shows: the next one as a rule; an
    /// earlier one where the clock was set back. Does nothing, and waits for nobody, on all other calls
    /// and before the first load.
    public void turnDay() {
        if (isOtherDay()) {
            synchronized (this) {
                if (isOtherDay()) {
                    publish(draft -> {}, current.revision());
                }
            }
        }
    }

    private boolean isOtherDay() {
        return ready && !current.day().equals(LocalDate.now(clock));
    }

    /// Calls `listener` after every swap, on the writer's thread, before `load`, `apply` or `turnDay` returns. One that throws
    /// keeps no other from hearing, and hears what it has missed with the next swap, or by [#tellAgain].
    public void listen(Consumer<Publication> listener) {
        listeners.add(new Listener(listener));
    }

    /// Tells those who could not take in the last swaps what they have missed.
    public synchronized void tellAgain() {
        listeners.forEach(Listener::tellAgain);
    }

    private void publish(Consumer<Draft> edit, long revision) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        Draft draft = new Draft(current.state());
        edit.accept(draft);
        State state = draft.finish(now.toLocalDate());
        if (missed != null) {
            missed.add(edit);
        }
        swap(state, revision, now, draft.touched());
    }

    private void swap(State state, long revision, ZonedDateTime now, TouchedBoxes touched) {
        Snapshot before = current;
        boolean sameLand = state.map() == before.state().map() && state.branches() == before.state().branches();
        Unassigned land = sameLand ? before.unassignedLand() : new Unassigned(state.branches(), state.map());
        Snapshot after = new Snapshot(state, before.seq() + 1, revision, now, land);
        if (!after.misplaced().equals(before.misplaced())) {
            after.misplaced().stream().limit(MAX_LOGGED).forEach(m -> log.warn(after.inWords(m)));
        }
        current = after;
        Publication publication = new Publication(before, after, touched.list());
        listeners.forEach(listener -> listener.tell(publication));
    }

    /// One who is told, with what it has missed: the boxes as one of each layer.
    private static final class Listener {
        private final Consumer<Publication> consumer;
        /// Null when it has heard everything.
        private Publication missed;

        Listener(Consumer<Publication> consumer) {
            this.consumer = consumer;
        }

        /// `news` is null when there are none.
        void tell(Publication news) {
            boolean first = missed == null;
            Publication all = first ? news : news == null ? missed : together(missed, news);
            try {
                consumer.accept(all);
                missed = null;
            } catch (RuntimeException | Error e) {
                missed = all;
                if (first) {
                    log.error("a listener did not take in what has changed; it is told again until it does", e);
                }
            }
        }

        void tellAgain() {
            if (missed != null) {
                tell(null);
            }
        }

        private static Publication together(Publication earlier, Publication later) {
            Map<Layer, Envelope> boxes = new EnumMap<>(Layer.class);
            Stream.concat(earlier.touched.stream(), later.touched.stream())
                    .forEach(t -> boxes.computeIfAbsent(t.layer, _ -> new Envelope()).expandToInclude(t.lonLat));
            List<Touched> touched = boxes.entrySet().stream().map(e -> new Touched(e.getKey(), e.getValue())).toList();
            return new Publication(earlier.before, later.after, touched);
        }
    }
}
