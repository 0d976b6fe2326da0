package org.wangge.planning;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.memory.ByteCache;
import org.wangge.metrics.Sums;
import org.wangge.model.Grid;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Lineage;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.Revision;
import org.wangge.planning.Results.Side;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.topology.PlanarMap;

/// The grids as they were: at every revision and at every moment since the history is kept, with the buildings of today counted
/// inside the borders of then; the figures of then are kept with each revision. For any number of threads.
public final class History {

    private static final long CACHED_BYTES = 192 << 20;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);
    private static final long WAIT_SECONDS = 20;

    /// What lies between two states of the grids. `result` counts the buildings of today; `then` and `now` are the sums that
    /// were kept when each of the two was published, by leaf; empty where none were.
    public record Comparison(Snapshot before, Snapshot after, PlanResult result, Map<Long, Sums> then, Map<Long, Sums> now) {}

    private record Key(HistoryPlace place, LocalDate day, long seq) {}

    private final Store store;
    private final Supplier<Snapshot> live;
    private final Planning planning;
    private final ByteCache<Key, Snapshot> cache =
            new ByteCache<>("past states", CACHED_BYTES, CACHED_FOR, (key, past) -> past.ownBytes());
    /// To take over all borders is work for all cores: one at a time.
    private final ReentrantLock building = new ReentrantLock();

    History(Store store, Supplier<Snapshot> live, Planning planning) {
        this.store = store;
        this.live = live;
        this.planning = planning;
    }

    /// What it keeps of past states, and what has become of that.
    ByteCache.Use use() {
        return cache.use();
    }

    /// All revisions, oldest first.
    public List<Revision> revisions() {
        return store.listRevisions();
    }

    /// `NotFound` problem when there is none.
    public Revision revision(long id) {
        return store.findRevision(id).orElseThrow(() ->
                new Problem.NotFound("There is no revision " + id + ".", "GET /api/revisions lists them.").asException());
    }

    /// Which grids came of which in a revision.
    public List<Lineage> lineage(long revision) {
        return store.listLineage(revision(revision).id());
    }

    /// The state that a revision published; 0 is the one before the first. `NotFound` problem when it is not there or not kept;
    /// `Unavailable` when too many ask for old states at once.
    public Snapshot at(long revision) {
        Revision r = revision == 0
                ? revisions().stream().findFirst().orElse(null)
                : revision(revision);
        if (r == null) {
            return live.get();
        }
        HistoryPlace place = revision == 0 ? r.before() : r.after();
        if (place == null) {
            throw new Problem.NotFound("The grids of revision " + revision + " were not kept.", "Ask for a later one.")
                    .asException();
        }
        return at(place, live.get().dayOf(r.publishedAt()), revision);
    }

    /// The state at a moment. `BadInput` problem for one that has not come; else problems as in [#at(long)].
    public Snapshot at(Instant moment) {
        HistoryPlace place = store.historyPlace(moment).orElseThrow(() -> new Problem.NotFound(
                "The grids of " + moment + " were not kept; the history begins later.", "Ask for a later moment.").asException());
        // The clocks of server and database need not agree to the millisecond.
        List<Revision> revisions = revisions();
        if (moment.isAfter(Instant.now()) && revisions.stream().noneMatch(r -> !r.publishedAt().isBefore(moment))) {
            throw new Problem.BadInput("The moment " + moment + " has not come yet.", "Ask for an earlier one, or name none for"
                    + " the present state.").asException();
        }
        Optional<Revision> latest = revisions.stream().filter(r -> !r.publishedAt().isAfter(moment)).reduce((a, b) -> b);
        return at(latest.map(Revision::after).map(place::orLater).orElse(place),
                live.get().dayOf(moment), latest.map(Revision::id).orElse(0L));
    }

    private Snapshot at(HistoryPlace place, LocalDate day, long revision) {
        Snapshot now = live.get();
        boolean isLatest = store.historyPlace(null).filter(place::equals).isPresent();
        if (isLatest && now.isStaffedAlike(day)) {
            return now;
        }
        Key key = new Key(place, day, now.seq());
        Optional<Snapshot> known = cache.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            if (!building.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem.Unavailable("Too many past states are asked for at once.", "Try again in a moment.", Map.of())
                        .asException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The server is stopping.", "Try again later.", Map.of()).asException();
        }
        try {
            return cache.get(key, _ -> now.withGrids(
                    store.branchesAt(place), store.gridsAt(place), store.assignmentsAt(place), day, revision));
        } finally {
            building.unlock();
        }
    }

    /// What changed between two revisions.
    public Comparison compare(long from, long to) {
        Snapshot before = at(from);
        Snapshot after = at(to);
        Map<Long, Geometry> changed = changed(before.map(), after.map());
        Map<Long, Grid> rows = new HashMap<>();
        Map<Long, Grid> then = rows(before);
        Map<Long, Grid> now = rows(after);
        then.forEach((id, row) -> {
            if (!now.containsKey(id)) {
                rows.put(id, null);
            } else if (!sameWords(row, now.get(id))) {
                rows.put(id, now.get(id));
            }
        });
        now.forEach((id, row) -> {
            if (!then.containsKey(id)) {
                rows.put(id, row);
            }
        });
        Map<Long, List<Responsible>> persons = new HashMap<>();
        after.grids().forEach(node -> {
            if (!Objects.equals(inCharge(before, node.grid().id()), Attributes.inCharge(node.responsible()))) {
                persons.put(node.grid().id(), node.responsible());
            }
        });
        PlanResult result = Results.between(
                before, Side.LIVE, Side.of(before, changed, rows, persons), Remains.strips(before.map(), changed));
        return new Comparison(before, after, result, kept(from), kept(to));
    }

    private static Person inCharge(Snapshot snapshot, long grid) {
        return snapshot.findGrid(grid).map(node -> Attributes.inCharge(node.responsible())).orElse(null);
    }

    private Map<Long, Sums> kept(long revision) {
        return revision == 0 ? Map.of() : store.revisionFigures(revision).map(KeptFigures::read).orElse(Map.of());
    }

    private static Map<Long, Grid> rows(Snapshot snapshot) {
        return snapshot.grids().stream().map(GridNode::grid).collect(Collectors.toMap(Grid::id, g -> g));
    }

    private static boolean sameWords(Grid a, Grid b) {
        return Objects.equals(a.name(), b.name()) && Objects.equals(a.kind(), b.kind()) && Objects.equals(a.parent(), b.parent())
                && Objects.equals(a.targetNewSubscribers(), b.targetNewSubscribers())
                && Objects.equals(a.targetRenewalRate(), b.targetRenewalRate())
                && Objects.equals(a.yellowCards(), b.yellowCards());
    }

    /// The leaves whose areas differ, with those of `after`; null where it has none.
    static Map<Long, Geometry> changed(PlanarMap before, PlanarMap after) {
        Map<Long, Geometry> changed = new HashMap<>();
        TreeSet<Long> ids = new TreeSet<>(before.faces());
        ids.addAll(after.faces());
        for (long id : ids) {
            Geometry old = before.contains(id) ? before.face(id) : null;
            Geometry now = after.contains(id) ? after.face(id) : null;
            if (old == null || now == null || !old.equalsExact(now)) {
                changed.put(id, now);
            }
        }
        return changed;
    }

    /// A new draft that brings the grids back to a revision: land, words and who looks after them, vertex by vertex, and grids
    /// that are gone under their old ids, and under their old codes where those are free. `Refused` problem when nothing would
    /// change; else as in [Planning#apply].
    public Plan restore(long revision, String name, Editor editor) {
        Snapshot now = live.get();
        List<Edit> edits = Restoration.edits(revision, at(revision), now);
        if (edits.isEmpty()) {
            throw new Problem.Refused("The grids are as they were at revision " + revision + ".", "Choose another.",
                    Map.of("reason", "no_change")).asException();
        }
        return planning.begin(name, edits, now, editor, Map.of("name", name, "revision", revision));
    }
}
