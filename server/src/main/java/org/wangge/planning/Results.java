package org.wangge.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Reassignment;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.atlas.Snapshot;
import org.wangge.memory.IdChanges;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Ancestry;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Table;
import org.wangge.planning.PlanResult.Flow;
import org.wangge.planning.PlanResult.GridResult;
import org.wangge.planning.PlanResult.Moved;
import org.wangge.planning.PlanResult.MovedItem;
import org.wangge.topology.Patch;

/// Puts together what lies between two states of the grids, both given by how they differ from the live ones. Pure functions.
final class Results {

    /// One state of the grids: how leaves, rows and those who look after them differ from the live ones, and what that does to
    /// the sums.
    record Side(
            IdChanges<Geometry> changed, IdChanges<Grid> rows, IdMap<List<Responsible>> persons, Reassignment sums) {
        static final Side LIVE = new Side(IdChanges.none(), IdChanges.none(), IdMap.empty(), Reassignment.NONE);

        static Side of(
                Snapshot snapshot, Map<Long, Geometry> changed, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons) {
            return new Side(IdChanges.copyOf(changed), IdChanges.copyOf(rows), IdMap.copyOf(persons), snapshot.reassign(changed));
        }

        /// That of a draft on the snapshot of this side; costs what differs between the two.
        Side next(Snapshot same, Draft.Outlook draft) {
            return new Side(draft.changed(), draft.rows(), draft.persons(), same.reassign(draft.changed(), sums));
        }

        /// The ids of which the two say different things.
        private Set<Long> differences(Side other) {
            Set<Long> ids = new TreeSet<>(changed.differences(other.changed));
            ids.addAll(rows.differences(other.rows));
            persons.differences(other.persons, (id, _, _) -> ids.add(id));
            sums.after().differences(other.sums.after(), (id, _, _) -> ids.add(id));
            return ids;
        }

        /// Those who look after a grid, the person in charge first.
        List<Responsible> responsible(Snapshot snapshot, long id) {
            return persons.containsKey(id) ? persons.get(id) : snapshot.findGrid(id).map(GridNode::responsible).orElse(List.of());
        }
    }

    private Results() {}

    static PlanResult between(Snapshot snapshot, Side before, Side after, List<Patch.Strip> strips) {
        Set<Long> reshaped = new HashSet<>();
        strips.forEach(s -> reshaped.addAll(List.of(s.from(), s.to())));
        List<GridResult> grids = new ArrayList<>();
        Totals totalsBefore = new Totals(snapshot, before);
        Totals totalsAfter = new Totals(snapshot, after);
        for (long id : before.differences(after)) {
            Grid rowBefore = row(snapshot, before, id);
            Grid rowAfter = row(snapshot, after, id);
            if (rowBefore == null && rowAfter == null) {
                continue;
            }
            Geometry areaBefore = area(snapshot, before, id);
            Geometry areaAfter = area(snapshot, after, id);
            Sums sumsBefore = totalsBefore.of(id);
            Sums sumsAfter = totalsAfter.of(id);
            Person personBefore = rowBefore == null ? null : Attributes.inCharge(before.responsible(snapshot, id));
            Person personAfter = rowAfter == null ? null : Attributes.inCharge(after.responsible(snapshot, id));
            if (areaBefore != areaAfter || !sumsBefore.equals(sumsAfter) || !Objects.equals(rowBefore, rowAfter)
                    || !Objects.equals(personBefore, personAfter)) {
                grids.add(new GridResult(id, rowBefore, rowAfter, personBefore, personAfter, sumsBefore, sumsAfter, areaAfter,
                        reshaped.contains(id)));
            }
        }
        grids.sort(Comparator.comparing(GridResult::code));
        List<Reassignment.Moved> moved = moved(before.sums(), after.sums());
        return new PlanResult(snapshot.seq(), snapshot.asOf(), grids, strips, total(snapshot, moved, Moved.MAX_ITEMS),
                flows(snapshot, moved), List.of());
    }

    private static Grid row(Snapshot snapshot, Side side, long id) {
        return side.rows().containsKey(id) ? side.rows().get(id) : snapshot.findGrid(id).map(GridNode::grid).orElse(null);
    }

    private static List<Flow> flows(Snapshot snapshot, List<Reassignment.Moved> moved) {
        Map<List<Long>, List<Reassignment.Moved>> pairs = new TreeMap<>(
                Comparator.<List<Long>>comparingLong(List::getFirst).thenComparingLong(List::getLast));
        moved.forEach(m -> pairs.computeIfAbsent(List.of(m.from(), m.to()), _ -> new ArrayList<>()).add(m));
        List<Flow> flows = new ArrayList<>();
        pairs.forEach((pair, buildings) -> flows.add(new Flow(pair.getFirst(), pair.getLast(), total(snapshot, buildings, 0))));
        return flows;
    }

    private static Geometry area(Snapshot snapshot, Side side, long id) {
        if (side.changed().containsKey(id)) {
            return side.changed().get(id);
        }
        return snapshot.map().contains(id) ? snapshot.map().face(id) : null;
    }

    /// The sums of the grids of one side. For one thread.
    private static final class Totals {

        private final Snapshot snapshot;
        private final Side side;
        /// Of all above the leaves; null until it is asked for.
        private Map<Long, Sums> parents;

        Totals(Snapshot snapshot, Side side) {
            this.snapshot = snapshot;
            this.side = side;
        }

        Sums of(long id) {
            return isLeaf(id) || row(snapshot, side, id) == null ? ofLeaf(id) : ofParent(id);
        }

        private boolean isLeaf(long id) {
            return area(snapshot, side, id) != null;
        }

        private Sums ofLeaf(long id) {
            Sums changed = side.sums().after().get(id);
            return changed == null ? snapshot.findGrid(id).map(GridNode::sums).orElseGet(Sums::new) : changed;
        }

        /// What lies below it on this side; costs a walk through all grids, once.
        private Sums ofParent(long id) {
            if (parents == null) {
                parents = new HashMap<>();
                Map<Long, Grid> rows = new HashMap<>();
                snapshot.grids().forEach(node -> rows.put(node.grid().id(), node.grid()));
                rows.putAll(side.rows());
                rows.values().removeIf(Objects::isNull);
                Ancestry<Long> tree = Ancestry.of(rows.keySet(), each -> above(rows, each));
                rows.keySet().stream().filter(this::isLeaf).forEach(leaf -> addToAll(tree, leaf));
            }
            return parents.getOrDefault(id, new Sums());
        }

        private static Long above(Map<Long, Grid> rows, long id) {
            Long parent = rows.get(id).parent();
            return parent != null && rows.containsKey(parent) ? parent : null;
        }

        private void addToAll(Ancestry<Long> tree, long leaf) {
            for (Long above = tree.parent(leaf); above != null; above = tree.parent(above)) {
                parents.computeIfAbsent(above, _ -> new Sums()).add(ofLeaf(leaf));
            }
        }
    }

    /// By id. Both reassignments start from the live state; a building that both move alike stays where it is between them.
    private static List<Reassignment.Moved> moved(Reassignment before, Reassignment after) {
        List<Reassignment.Moved> all = new ArrayList<>();
        before.buildings().differences(after.buildings(), (id, then, now) -> {
            Reassignment.Moved m = now == null ? then : now;
            long from = then == null ? m.from() : then.to();
            long to = now == null ? m.from() : now.to();
            if (from != to) {
                all.add(new Reassignment.Moved(id, from, to, m.households(), m.subscribers(), m.revenue()));
            }
        });
        all.sort(Comparator.comparingLong(Reassignment.Moved::id));
        return List.copyOf(all);
    }

    private static Moved total(Snapshot snapshot, List<Reassignment.Moved> moved, int items) {
        return new Moved(moved.size(),
                known(moved, Reassignment.Moved::households), unknown(moved, Reassignment.Moved::households),
                known(moved, Reassignment.Moved::subscribers), unknown(moved, Reassignment.Moved::subscribers),
                known(moved, Reassignment.Moved::revenue), unknown(moved, Reassignment.Moved::revenue),
                moved.stream().limit(items).map(m -> item(snapshot, m)).toList());
    }

    /// Sum over those in which the count is known; null when there are some, and it is known in none.
    private static Long known(List<Reassignment.Moved> moved, ToIntFunction<Reassignment.Moved> count) {
        long sum = moved.stream().mapToInt(count).filter(v -> v != Counts.UNKNOWN).asLongStream().sum();
        return !moved.isEmpty() && unknown(moved, count) == moved.size() ? null : sum;
    }

    private static int unknown(List<Reassignment.Moved> moved, ToIntFunction<Reassignment.Moved> count) {
        return (int) moved.stream().mapToInt(count).filter(v -> v == Counts.UNKNOWN).count();
    }

    /// All buildings that change hands between two sides, a page of them.
    static List<MovedItem> page(Snapshot snapshot, Side before, Side after, long afterId, int limit) {
        return moved(before.sums(), after.sums()).stream().filter(m -> m.id() > afterId).limit(limit)
                .map(m -> item(snapshot, m)).toList();
    }

    private static MovedItem item(Snapshot snapshot, Reassignment.Moved m) {
        Building b = (Building) snapshot.find(Table.BUILDINGS, m.id()).orElseThrow();
        return new MovedItem(m.id(), b.code(), b.name(), m.from(), m.to());
    }
}
