package org.wangge.atlas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.wangge.atlas.Snapshot.Misplaced;
import org.wangge.memory.IdGroups;
import org.wangge.memory.IdMap;
import org.wangge.model.Ancestry;
import org.wangge.model.Grid;

/// What stands below what among the rows of grids. A grid whose parent is not there or of no use (see [Ancestry]) is a top: it
/// hangs directly under its branch, so that no data makes a loop. Where every parent that is named is of use, the next hierarchy
/// is made of what changes only. Immutable, for any number of threads.
final class Hierarchy {

    /// What differs between two hierarchies, ids of gone grids included: `rows` are other rows; `placed` are those that may stand
    /// elsewhere, be called otherwise or have somebody above them of whom that is so; `grouped` have other children, or children
    /// in another order, or have become leaves, or are leaves no more.
    record Change(Set<Long> rows, Set<Long> placed, Set<Long> grouped) {

        Set<Long> all() {
            Set<Long> all = new HashSet<>(rows);
            all.addAll(placed);
            all.addAll(grouped);
            return all;
        }
    }

    static final Comparator<Grid> BY_CODE = Comparator.comparing(Grid::code).thenComparing(Grid::id);
    static final Hierarchy EMPTY =
            new Hierarchy(IdMap.empty(), IdGroups.EMPTY, IdGroups.EMPTY, IdGroups.EMPTY, null, List.of());

    private final IdMap<Grid> grids;
    /// By the parent that they name, whether that is there and of use or not.
    private final IdGroups named;
    /// By branch.
    private final IdGroups tops;
    /// By the hash of their code.
    private final IdGroups codes;
    /// Null where every parent that is named, and there, is of use.
    private final Ancestry<Long> ancestry;
    private final List<Misplaced> misplaced;

    private Hierarchy(
            IdMap<Grid> grids, IdGroups named, IdGroups tops, IdGroups codes, Ancestry<Long> ancestry,
            List<Misplaced> misplaced) {
        this.grids = grids;
        this.named = named;
        this.tops = tops;
        this.codes = codes;
        this.ancestry = ancestry;
        this.misplaced = misplaced;
    }

    /// That of these rows.
    Hierarchy next(IdMap<Grid> now) {
        if (now == grids) {
            return this;
        }
        IdGroups[] groups = {named, codes};
        List<Long> joined = new ArrayList<>();
        Set<Long> affected = new HashSet<>();
        grids.differences(now, (id, before, after) -> {
            if (before != null) {
                groups[0] = before.parent() == null ? groups[0] : groups[0].without(before.parent(), id);
                groups[1] = groups[1].without(before.code().hashCode(), id);
            }
            if (after != null) {
                groups[0] = after.parent() == null ? groups[0] : groups[0].with(after.parent(), id);
                groups[1] = groups[1].with(after.code().hashCode(), id);
            }
            affected.add(id);
            if (before == null || after == null) {
                named.forEach(id, affected::add);
            }
            if (after != null && (before == null || !Objects.equals(before.parent(), after.parent()))) {
                joined.add(id);
            }
        });
        joined.forEach(id -> groups[0].forEach(id, affected::add));
        Hierarchy sound = new Hierarchy(now, groups[0], tops, groups[1], null, List.of());
        if (ancestry == null && joined.stream().allMatch(sound::isSound)) {
            return sound.withTops(tops(sound, affected));
        }
        Ancestry<Long> all = Ancestry.of(now.keySet(), sound::parent);
        List<Misplaced> odd = misplaced(all);
        Hierarchy whole = new Hierarchy(now, groups[0], IdGroups.EMPTY, groups[1], odd.isEmpty() ? null : all, odd);
        return whole.withTops(EMPTY.tops(whole, now.keySet()));
    }

    private Hierarchy withTops(IdGroups other) {
        return new Hierarchy(grids, named, other, codes, ancestry, misplaced);
    }

    /// Those of the next hierarchy, where only these grids may have become tops, or be tops no more.
    private IdGroups tops(Hierarchy next, Collection<Long> affected) {
        IdGroups all = tops;
        for (long id : affected) {
            Grid before = grids.get(id);
            Grid after = next.grids.get(id);
            all = before == null ? all : all.without(before.branch(), id);
            all = after == null || next.parent(id) != null ? all : all.with(after.branch(), id);
        }
        return all;
    }

    /// Whether the line from a grid upwards comes to an end, and nothing below it is too deep; as if all parents were of use.
    private boolean isSound(long id) {
        int levels = 0;
        for (Long at = id; at != null; at = parent(at)) {
            if (++levels > Ancestry.MAX_LEVELS) {
                return false;
            }
        }
        List<Long> below = below(id);
        while (!below.isEmpty()) {
            if (++levels > Ancestry.MAX_LEVELS) {
                return false;
            }
            below = below.stream().flatMap(each -> below(each).stream()).toList();
        }
        return true;
    }

    private static List<Misplaced> misplaced(Ancestry<Long> ancestry) {
        List<Misplaced> all = new ArrayList<>();
        for (List<Long> loop : ancestry.loops()) {
            List<Long> fromLowest = new ArrayList<>(loop);
            Collections.rotate(fromLowest, -loop.indexOf(Collections.min(loop)));
            all.add(new Misplaced(Misplaced.LOOP, fromLowest));
        }
        ancestry.tooDeep().forEach(id -> all.add(new Misplaced(Misplaced.TOO_DEEP, List.of(id))));
        all.sort(Comparator.comparing(Misplaced::kind).thenComparing(m -> m.grids().getFirst()));
        return List.copyOf(all);
    }

    /// What differs in `after`. Where parents are of no use in one of the two, everything may.
    Change differences(Hierarchy after) {
        Set<Long> rows = new HashSet<>();
        Set<Long> moved = new LinkedHashSet<>();
        grids.differences(after.grids, (id, a, b) -> {
            rows.add(id);
            if (a == null || b == null || !Objects.equals(a.parent(), b.parent()) || !a.code().equals(b.code())
                    || a.branch() != b.branch()) {
                moved.add(id);
            }
        });
        if (ancestry != null || after.ancestry != null) {
            moved.addAll(grids.keySet());
            moved.addAll(after.grids.keySet());
        }
        Set<Long> grouped = new HashSet<>();
        Deque<Long> next = new ArrayDeque<>(moved);
        for (long id : moved) {
            for (Long parent : new Long[] {parent(id), after.parent(id)}) {
                if (parent != null) {
                    grouped.add(parent);
                }
            }
        }
        Set<Long> placed = new HashSet<>();
        while (!next.isEmpty()) {
            long id = next.remove();
            if (placed.add(id)) {
                next.addAll(below(id));
                next.addAll(after.below(id));
            }
        }
        return new Change(rows, placed, grouped);
    }

    IdMap<Grid> grids() {
        return grids;
    }

    List<Misplaced> misplaced() {
        return misplaced;
    }

    /// Null at the top, and for a grid that is not there.
    Long parent(long id) {
        Grid grid = grids.get(id);
        if (ancestry != null || grid == null) {
            return grid == null ? null : ancestry.parent(id);
        }
        return grid.parent() != null && grids.containsKey(grid.parent()) ? grid.parent() : null;
    }

    /// The grids above one, nearest first.
    List<Long> line(long id) {
        List<Long> line = new ArrayList<>();
        for (Long at = parent(id); at != null; at = parent(at)) {
            line.add(at);
        }
        return line;
    }

    boolean isLeaf(long id) {
        return below(id).isEmpty();
    }

    private List<Long> below(long id) {
        return named.list(id).stream().filter(child -> Objects.equals(parent(child), id)).toList();
    }

    /// Their ids, by code.
    List<Long> children(long id) {
        return below(id).stream().map(grids::get).sorted(BY_CODE).map(Grid::id).toList();
    }

    /// The grids directly under a branch, by code.
    List<Long> tops(long branch) {
        return tops.list(branch).stream().map(grids::get).sorted(BY_CODE).map(Grid::id).toList();
    }

    boolean hasSameTops(Hierarchy other, long branch) {
        return tops.isSame(other.tops, branch);
    }

    /// Null when there is none. Among several, which only other programs could write, the one with the lowest id.
    Grid find(String code) {
        return codes.list(code.hashCode()).stream().map(grids::get).filter(g -> g.code().equals(code)).findFirst().orElse(null);
    }
}
