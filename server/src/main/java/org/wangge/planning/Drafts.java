package org.wangge.planning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Reassignment;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.ByteCache;
import org.wangge.memory.IdMap;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.planning.Draft.Step;
import org.wangge.planning.Results.Side;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.topology.Differences;
import org.wangge.topology.PlanarMap;

/// The drafts of plans on the live grids, made by replaying commands, and kept while somebody works on them. For any number of
/// threads.
final class Drafts {

    private static final long CACHED_BYTES = 128 << 20;
    private static final Duration CACHED_FOR = Duration.ofMinutes(15);

    /// The grids of one version of a plan, and their sums on one snapshot; `words` is what that says of the grids whose words the
    /// plan changes. Keeps no snapshot alive.
    record Cached(int planVersion, Draft draft, long seq, Side side, IdMap<Words> words) {

        /// Goes on from `known` where that is of the same snapshot; null: from the live grids.
        static Cached of(Plan plan, Draft draft, Snapshot snapshot, Cached known) {
            Side begin = known != null && known.seq == snapshot.seq() ? known.side : Side.LIVE;
            return new Cached(plan.version(), draft, snapshot.seq(), begin.next(snapshot, draft.outlook()),
                    Words.of(draft.rows(), snapshot, IdMap.empty()));
        }

        /// Whether the draft's commands, or the first of them, do the same on this snapshot.
        boolean isGoodFor(Snapshot snapshot) {
            return draft.base() == snapshot.map()
                    && (seq == snapshot.seq() || words.equals(Words.of(draft.rows(), snapshot, IdMap.empty())));
        }
    }

    /// The live row of a grid, those who look after it, what stands below it, and who has the code that the draft gives it; null
    /// and none where there is none.
    record Words(Grid row, List<Responsible> responsible, List<Long> children, Long codeHolder) {

        /// Of the grids whose words the draft changes, and of all above them, on whom it depends whether they may be changed so.
        /// `rows` are those that the draft changes, or some more of them than are in `known`.
        static IdMap<Words> of(Map<Long, Grid> rows, Snapshot snapshot, IdMap<Words> known) {
            IdMap<Words> words = known;
            for (Map.Entry<Long, Grid> e : rows.entrySet()) {
                long id = e.getKey();
                Grid row = e.getValue();
                words = words.with(id, of(id, row == null ? null : row.code(), snapshot));
                Long parent = snapshot.findGrid(id).map(live -> live.grid().parent()).orElse(null);
                words = withAbove(parent, snapshot, words);
                words = row == null ? words : withAbove(row.parent(), snapshot, words);
            }
            return words;
        }

        private static IdMap<Words> withAbove(Long parent, Snapshot snapshot, IdMap<Words> known) {
            IdMap<Words> words = known;
            Long at = parent;
            while (at != null && !words.containsKey(at)) {
                Words above = of(at, null, snapshot);
                words = words.with(at, above);
                at = above.row == null ? null : above.row.parent();
            }
            return words;
        }

        private static Words of(long id, String code, Snapshot snapshot) {
            Long holder = code == null ? null : snapshot.findGrid(code).map(n -> n.grid().id()).orElse(null);
            return snapshot.findGrid(id).map(n -> new Words(n.grid(), n.responsible(), n.children(), holder))
                    .orElse(new Words(null, List.of(), List.of(), holder));
        }
    }

    private final Store store;
    private final ByteCache<Long, Cached> cache =
            new ByteCache<>("drafts", CACHED_BYTES, CACHED_FOR, (plan, cached) -> cached.draft().bytes());

    Drafts(Store store) {
        this.store = store;
    }

    void forget(long plan) {
        cache.remove(plan);
    }

    /// What it holds, and what has become of it.
    ByteCache.Use use() {
        return cache.use();
    }

    /// With what it does to the sums on this snapshot. `known` is the same draft on it without the last step.
    void keep(Plan plan, Draft draft, Snapshot snapshot, Cached known, Reassignment sums) {
        Side side = new Side(draft.changed(), draft.rows(), draft.persons(), sums);
        IdMap<Words> words = Words.of(draft.steps().getLast().rows(), snapshot, known.words());
        cache.put(plan.id(), new Cached(plan.version(), draft, snapshot.seq(), side, words));
    }

    /// The plan's grids on this snapshot. Replays only what is not at hand: nothing as a rule, the last command after undo and
    /// redo. `Conflict` problem when a command no longer means what it meant.
    Cached get(Plan plan, Snapshot snapshot, Optional<List<PlanCommand>> commands) {
        Cached known = cache.find(plan.id()).orElse(null);
        boolean sameDraft = known != null && known.planVersion() == plan.version() && known.draft().base() == snapshot.map();
        if (sameDraft && known.seq() == snapshot.seq()) {
            return known;
        }
        List<PlanCommand> all = commands.orElseGet(() -> store.listCommands(plan.id()));
        Draft draft = replay(plan, snapshot, all, known != null && known.isGoodFor(snapshot) ? known.draft() : null);
        Cached now = Cached.of(plan, draft, snapshot, known);
        cache.put(plan.id(), now);
        return now;
    }

    /// As [#get]; empty when a command no longer means what it meant.
    Optional<Draft> find(Plan plan, Snapshot snapshot) {
        try {
            return Optional.of(get(plan, snapshot, Optional.empty()).draft());
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Conflict) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Draft replay(Plan plan, Snapshot snapshot, List<PlanCommand> all, Draft known) {
        List<PlanCommand> commands = active(all);
        int common = 0;
        if (known != null) {
            while (common < Math.min(commands.size(), known.steps().size())
                    && known.steps().get(common).json().equals(commands.get(common).json())) {
                common++;
            }
        }
        Draft draft = common == 0 ? Draft.on(snapshot.map()) : known.first(common);
        for (PlanCommand c : commands.subList(common, commands.size())) {
            draft = draft.plus(step(plan, c, draft, snapshot));
        }
        return draft;
    }

    static List<PlanCommand> active(List<PlanCommand> all) {
        return all.stream().filter(c -> !c.undone()).toList();
    }

    private Step step(Plan plan, PlanCommand c, Draft draft, Snapshot snapshot) {
        try {
            Optional<Step> step = same(c, draft, snapshot);
            if (step.isPresent()) {
                return step.get();
            }
        } catch (ProblemException e) {
            requireOfCommand(e);
            throw new ProblemException(conflict(plan, c, snapshot, e.problem().detail()), e);
        }
        throw conflict(plan, c, snapshot, Effect.isOfValues(c.effect())
                ? "it would replace other values than it did when it was given."
                : "it would move other land than it did when it was drawn.").asException();
    }

    /// What the command does on this draft; empty when that is something else than when it was given.
    static Optional<Step> same(PlanCommand c, Draft draft, Snapshot snapshot) {
        Step step = new Steps(snapshot, draft).replay(CommandJson.stored(c.json()));
        return c.effect().isEmpty() || Effect.same(c.effect(), step.effect()) ? Optional.of(step) : Optional.empty();
    }

    /// As [#same]; empty, too, when it can't be done at all.
    static Optional<Step> fitting(PlanCommand c, Draft draft, Snapshot snapshot) {
        try {
            return same(c, draft, snapshot);
        } catch (ProblemException e) {
            requireOfCommand(e);
            return Optional.empty();
        }
    }

    /// Throws what says nothing about whether a command can be done, such as that the database is away: nobody's command is
    /// dropped for that.
    static void requireOfCommand(ProblemException e) {
        switch (e.problem()) {
            case Problem.Refused _, Problem.BadInput _, Problem.Conflict _, Problem.NotFound _, Problem.Gone _,
                    Problem.TooLarge _ -> {}
            case Problem.Unavailable _, Problem.Stale _, Problem.VersionMissing _, Problem.Unauthenticated _,
                    Problem.Forbidden _, Problem.TooOften _ -> throw e;
        }
    }

    private Problem.Conflict conflict(Plan plan, PlanCommand c, Snapshot snapshot, String why) {
        List<Map<String, Object>> grids = new ArrayList<>();
        List<String> called = new ArrayList<>();
        Map<Long, Geometry> before = new HashMap<>();
        for (long id : new TreeSet<>(c.versions().keySet())) {
            Optional<Grid> now = snapshot.findGrid(id).map(GridNode::grid);
            int expected = c.versions().get(id);
            store.gridAt(id, expected).map(Grid::geometry).ifPresent(g -> before.put(id, FixedPoint.fixed(g)));
            if (now.isPresent() && now.get().version() == expected) {
                continue;
            }
            Map<String, Object> grid = new LinkedHashMap<>();
            grid.put("id", id);
            now.ifPresent(g -> grid.put("code", g.code()));
            grid.put("expected_version", expected);
            now.ifPresent(g -> grid.put("actual_version", g.version()));
            grids.add(grid);
            called.add(now.map(g -> g.code() + " (version " + expected + " expected, now " + g.version() + ")")
                    .orElse("grid " + id + " (version " + expected + " expected, now gone)"));
        }
        return new Problem.Conflict(
                "Command " + c.position() + " of plan " + plan.id() + " no longer fits the present grids"
                        + (called.isEmpty() ? "" : ", of which others have changed " + String.join(", ", called)) + ": " + why,
                "Keep your change, theirs, or both in a copy; or undo it and draw it again.",
                Map.of("position_in_plan", c.position(), "grids", grids, "arcs", arcs(before, snapshot.map())));
    }

    /// The borders around these grids that others have changed, as lists of lon/lat points: those of then and those of now.
    private static List<List<List<Double>>> arcs(Map<Long, Geometry> before, PlanarMap now) {
        return Differences.arcs(PlanarMap.of(before), now, before.keySet()).stream()
                .map(line -> FixedPoint.lonLat(line).getCoordinates())
                .map(points -> java.util.Arrays.stream(points).map(p -> List.of(p.x, p.y)).toList())
                .toList();
    }
}
