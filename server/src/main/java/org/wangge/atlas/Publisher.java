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
import org.wangge.model.PlanChange;
import org.wangge.model.Position;
import org.wangge.model.Row;
import org.wangge.model.Seen;
import org.wangge.model.Table;

/// The one writer of the atlas: applies changes, builds the next immutable [Snapshot] and swaps one reference.
///
/// [#current()] may be called by any thread and never waits; [#load], [#apply] and [#turnDay] take turns, [#loadBeside] with
/// them only for the swap.
public final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /// What changed, so that caches and browsers know what to drop.
    public sealed interface Touched {

        Table table();

        /// A layer changed in a box in degrees (lon/lat); a null envelope says that rows changed which had no area.
        record Place(Layer layer, Envelope lonLat) implements Touched {
            @Override
            public Table table() {
                return layer.table();
            }
        }

        /// Rows changed that lie nowhere: persons, assignments.
        record Rows(Table table) implements Touched {}
    }

    /// A swap that has happened: [#current()] already answers `after`. `plans` have changed with it; where nothing else has, both
    /// have the same `seq`.
    public record Publication(Snapshot before, Snapshot after, List<Touched> touched, List<PlanChange> plans) {
        public Publication {
            touched = List.copyOf(touched);
            plans = List.copyOf(plans);
        }

        /// Whether anything that is shown has changed, or the day.
        public boolean isShown() {
            return after.seq() != before.seq();
        }
    }

    /// Hears how loading goes on: rows read of a table so far, and how many there will be (perhaps an estimate).
    @FunctionalInterface
    public interface Progress {
        void loaded(Table table, long rows, long total);
    }

    /// What is done to a state, perhaps to more than one.
    private interface Edit {
        void on(Draft draft);
    }

    private static final int MAX_LOGGED = 20;
    /// So many edits are caught up with while nobody else publishes, and more only when there is no end of them.
    private static final int FEW_EDITS = 2;
    private static final int ROUNDS = 50;

    private final Clock clock;
    private final Object beside = new Object();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ChangeLog log = new ChangeLog();
    private volatile Snapshot current;
    private volatile boolean ready;
    /// What was published since a loading beside began, for it to catch up; null while there is none.
    private List<Edit> meanwhile;
    private final Reach reach = new Reach();

    /// Its days are those of UTC.
    public Publisher() {
        this(Clock.systemUTC());
    }

    /// On the day of this clock, in its zone, it depends who is responsible.
    public Publisher(Clock clock) {
        this.clock = clock;
        current = new Snapshot(State.EMPTY, 0, 0, Seen.NOTHING, ZonedDateTime.now(clock),
                new Unassigned(Map.of(), State.EMPTY.map()));
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

    /// What one has missed who was there, up to the snapshot of this moment or a later one. Whoever knows that nothing which
    /// shows lies between there and [#remembered()] gives that as `begin`; else null.
    public Missed missed(Position there, Seen begin) {
        return log.since(there, current, begin);
    }

    /// From what on it is remembered what has changed.
    public Seen remembered() {
        return log.begin();
    }

    /// Loads these tables anew (all of them at start), of a source without a feed.
    public void load(Source source, Set<Table> tables) {
        load(source, tables, (table, rows, total) -> {}, FeedStep.within(current.position().seen()));
    }

    /// The same, telling how it goes on. If the source fails, nothing has changed.
    public synchronized void load(Source source, Set<Table> tables, Progress progress, FeedStep step) {
        publish(read(source, tables, progress), source.revision(), step);
        ready = true;
    }

    /// True for tables that may be so large that they are better loaded by [#loadBeside].
    public static boolean mayBeLarge(Table table) {
        return Codec.of(table) != null;
    }

    /// What these transactions of the feed have changed is so much that [#loadBeside] is still to load it: until then they do not
    /// count as seen, whatever of them shows. False, and nothing is noted, when that would be too many at once.
    public synchronized boolean postpone(Set<Long> transactions) {
        return reach.postpone(transactions);
    }

    /// Loads tables that may be large while [#apply] goes on, which waits no longer than for another one like it. What is applied
    /// meanwhile is done to the loaded rows, too, before they take the place of the others in one swap, with which the
    /// `postponed` transactions are seen. Of each table two copies are held until then. One at a time. If the source fails,
    /// nothing has changed.
    public void loadBeside(Source source, Set<Table> tables, Progress progress, Set<Long> postponed) {
        if (!tables.stream().allMatch(Publisher::mayBeLarge)) {
            throw new IllegalArgumentException(tables + " are not all of those that may be large");
        }
        synchronized (beside) {
            try {
                State loaded = begin();
                Draft draft = new Draft(loaded);
                read(source, tables, progress).on(draft);
                loaded = draft.finish(LocalDate.now(clock));
                List<Edit> edits = takeMeanwhile();
                for (int i = 0; i < ROUNDS && edits.size() > FEW_EDITS; i++) {
                    loaded = replayed(loaded, edits);
                    edits = takeMeanwhile();
                }
                end(replayed(loaded, edits), tables, postponed);
            } finally {
                forgetMeanwhile();
            }
        }
    }

    private synchronized State begin() {
        meanwhile = new ArrayList<>();
        return current.state();
    }

    private synchronized List<Edit> takeMeanwhile() {
        List<Edit> taken = meanwhile;
        meanwhile = new ArrayList<>();
        return taken;
    }

    private synchronized void forgetMeanwhile() {
        meanwhile = null;
    }

    private State replayed(State state, List<Edit> edits) {
        State next = state;
        for (Edit edit : edits) {
            Draft draft = new Draft(next);
            edit.on(draft);
            next = draft.finish(LocalDate.now(clock));
        }
        return next;
    }

    private synchronized void end(State loaded, Set<Table> tables, Set<Long> postponed) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        State before = current.state();
        State after = before.with(replayed(loaded, meanwhile), tables, now.toLocalDate());
        TouchedBoxes touched = new TouchedBoxes();
        tables.stream().map(Codec::of).forEach(c -> touched.add(c.layer, before.features(c), after.features(c)));
        show(after, current.revision(), now, touched, reach.caughtUp(postponed, current.position().seen()));
    }

    private static Edit read(Source source, Set<Table> tables, Progress progress) {
        List<Edit> read = new ArrayList<>();
        for (Table table : EnumSet.copyOf(tables)) {
            long total = source.count(table);
            Codec codec = Codec.of(table);
            if (codec != null) {
                Features loaded = Loader.load(source, codec, n -> progress.loaded(table, n, total));
                read.add(draft -> draft.replace(loaded));
            } else {
                Map<Long, Row> rows = new HashMap<>();
                source.scan(table, row -> rows.put(row.id(), row));
                read.add(draft -> draft.replace(table, rows));
                progress.loaded(table, rows.size(), total);
            }
        }
        return draft -> read.forEach(one -> one.on(draft));
    }

    /// Takes over the present state of single rows, as of this revision, from elsewhere than a feed. Of several updates of one
    /// row the last counts.
    public synchronized void apply(List<Update> updates, long revision) {
        apply(updates, revision, FeedStep.within(current.position().seen()));
    }

    /// The same from a feed.
    public synchronized void apply(List<Update> updates, long revision, FeedStep step) {
        publish(draft -> updates.forEach(draft::take), revision, step);
    }

    /// Takes over that more of the feed is seen, of which nothing shows but that plans have changed.
    public synchronized void advance(FeedStep step) {
        FeedStep shown = reach.shown(step);
        if (!shown.isPart() || !shown.plans().isEmpty()) {
            swap(current.at(shown.seen()), List.of(), shown);
        }
    }

    /// Publishes who is responsible on the day of the clock, if that is another than the atlas shows: the next one as a rule; an
    /// earlier one where the clock was set back. Does nothing, and waits for nobody, on all other calls
    /// and before the first load.
    public void turnDay() {
        if (isOtherDay()) {
            synchronized (this) {
                if (isOtherDay()) {
                    publish(draft -> {}, current.revision(), FeedStep.within(current.position().seen()));
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

    private void publish(Edit edit, long revision, FeedStep step) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        Draft draft = new Draft(current.state());
        edit.on(draft);
        State state = draft.finish(now.toLocalDate());
        if (meanwhile != null) {
            meanwhile.add(edit);
        }
        show(state, revision, now, draft.touched(), reach.shown(step));
    }

    private void show(State state, long revision, ZonedDateTime now, TouchedBoxes touched, FeedStep step) {
        Snapshot before = current;
        boolean sameLand = state.map() == before.state().map() && state.branches() == before.state().branches();
        Unassigned land = sameLand ? before.unassignedLand() : new Unassigned(state.branches(), state.map());
        Snapshot after = new Snapshot(state, before.seq() + 1, revision, step.seen(), now, land);
        if (!after.misplaced().equals(before.misplaced())) {
            after.misplaced().stream().limit(MAX_LOGGED).forEach(m -> LOG.warn(after.inWords(m)));
        }
        swap(after, touched.list(), step);
    }

    private void swap(Snapshot after, List<Touched> touched, FeedStep step) {
        Snapshot before = current;
        log.add(before, after, step, touched);
        current = after;
        Publication publication = new Publication(before, after, touched, step.plans());
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
                    LOG.error("a listener did not take in what has changed; it is told again until it does", e);
                }
            }
        }

        void tellAgain() {
            if (missed != null) {
                tell(null);
            }
        }

        private static Publication together(Publication earlier, Publication later) {
            TouchedBoxes touched = new TouchedBoxes();
            Map<Layer, Envelope> boxes = new EnumMap<>(Layer.class);
            Stream.concat(earlier.touched.stream(), later.touched.stream()).forEach(t -> {
                switch (t) {
                    case Touched.Place(Layer layer, Envelope box) ->
                            boxes.computeIfAbsent(layer, _ -> new Envelope()).expandToInclude(box);
                    case Touched.Rows(Table table) -> touched.add(table);
                }
            });
            boxes.forEach(touched::add);
            List<PlanChange> plans = Stream.concat(earlier.plans.stream(), later.plans.stream()).toList();
            return new Publication(earlier.before, later.after, touched.list(), plans);
        }
    }
}
