package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.wangge.atlas.Missed;
import org.wangge.atlas.Snapshot;
import org.wangge.memory.ByteCache;
import org.wangge.metrics.Figures;
import org.wangge.model.Position;
import org.wangge.store.feed.Positions;

/// The list of grids and what has changed in it, each rendered once for all who ask for the same. For any number of threads.
final class GridList {

    private static final long CACHED_BYTES = 64 << 20;

    /// `position` is where the list stands with this answer.
    record Listed(Rendered answer, Position position) {}

    /// `first` is the first step of the atlas that one has missed; 0: everything.
    private record Key(long first, long seq) {}

    private final ByteCache<Key, Listed> kept =
            new ByteCache<>("lists", CACHED_BYTES, (_, listed) -> listed.answer.bytes());

    /// All of this state. Who asks meanwhile waits for the one that is being made.
    Listed whole(Snapshot now) {
        return kept.get(new Key(0, now.seq()), _ -> listed(whole(now, now.day(), now.position()), now));
    }

    /// What one does not have who has missed this.
    Listed since(Positions.Found found) {
        Snapshot now = found.now();
        return switch (found.missed()) {
            case Missed.Everything _, Missed.Beyond _ -> whole(now);
            case Missed.Steps steps -> kept.get(new Key(steps.first(), now.seq()),
                    _ -> listed(since(now, steps), now));
        };
    }

    ByteCache.Use use() {
        return kept.use();
    }

    private static Listed listed(Map<String, Object> list, Snapshot now) {
        return new Listed(Rendered.of(list), now.position());
    }

    /// `position` is null for a state of the past.
    static Map<String, Object> whole(Snapshot now, LocalDate asOf, Position position) {
        return list(now, asOf, position, true, _ -> true, _ -> true, List.of(), List.of());
    }

    private static Map<String, Object> since(Snapshot now, Missed.Steps steps) {
        return list(now, now.day(), now.position(), false, steps.branches()::contains, steps.grids()::contains,
                gone(steps.branches(), now.branches(), b -> b.branch().id()),
                gone(steps.grids(), now.grids(), g -> g.grid().id()));
    }

    private static <N> List<Long> gone(Set<Long> changed, Collection<N> there, Function<N, Long> id) {
        Set<Long> gone = new TreeSet<>(changed);
        if (!gone.isEmpty()) {
            there.forEach(n -> gone.remove(id.apply(n)));
        }
        return List.copyOf(gone);
    }

    private static Map<String, Object> list(
            Snapshot now, LocalDate asOf, Position position, boolean complete, Predicate<Long> branchWanted,
            Predicate<Long> gridWanted, List<Long> branchesGone, List<Long> gridsGone) {
        List<Object> branches = new ArrayList<>();
        now.branches().stream().filter(b -> branchWanted.test(b.branch().id())).forEach(b -> branches.add(ordered(
                "id", b.branch().id(),
                "code", b.branch().code(),
                "name", b.branch().name(),
                "bbox", GridHandler.box(b.area()),
                "area_km2", Area.km2(b.area()),
                "figures", Figures.of(b.sums(), asOf))));
        List<Object> grids = new ArrayList<>();
        now.grids().stream().filter(g -> gridWanted.test(g.grid().id()))
                .forEach(g -> grids.add(GridHandler.grid(g, asOf)));
        List<Object> findings = new ArrayList<>();
        now.misplaced().forEach(m -> findings.add(ordered("kind", m.kind(), "grids", m.grids(), "detail", now.inWords(m))));
        now.grids().stream().filter(g -> g.isLeaf() && g.area() == null && g.grid().geometry() != null).forEach(g ->
                findings.add(ordered("kind", "covered", "grids", List.of(g.grid().id()), "detail", "Grid " + g.grid().code()
                        + " has no land: others hold all of its area. Draw or import it anew, or delete it.")));
        return ordered(
                "seq", now.seq(),
                "position", position == null ? null : position.text(),
                "revision", now.revision(),
                "as_of", asOf,
                "complete", complete,
                "branches", branches,
                "unassigned", Figures.of(now.unassigned(), asOf),
                "findings", findings,
                "grids", grids,
                "gone", ordered("branches", branchesGone, "grids", gridsGone));
    }
}
