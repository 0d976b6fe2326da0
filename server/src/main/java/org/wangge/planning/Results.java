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
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.MovedBuilding;
import org.wangge.atlas.Snapshot.Reassignment;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.atlas.Snapshot;
import org.wangge.metrics.Sums;
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

    static final Reassignment NOTHING = new Reassignment(Map.of(), Map.of(), Map.of(), List.of());

    /// One state of the grids: how leaves, rows and those who look after them differ from the live ones, and what that does to
    /// the sums.
    record Side(Map<Long, Geometry> changed, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons, Reassignment sums) {
        static final Side LIVE = new Side(Map.of(), Map.of(), Map.of(), NOTHING);

        static Side of(
                Snapshot snapshot, Map<Long, Geometry> changed, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons) {
            return new Side(changed, rows, persons, changed.isEmpty() ? NOTHING : snapshot.reassign(changed));
        }

        static Side of(Snapshot snapshot, Draft draft) {
            return of(snapshot, draft.changed(), draft.rows(), draft.persons());
        }

        /// Those who look after a grid, the person in charge first.
        List<Responsible> responsible(Snapshot snapshot, long id) {
            return persons.containsKey(id) ? persons.get(id) : snapshot.findGrid(id).map(GridNode::responsible).orElse(List.of());
        }
    }

    private Results() {}

    static PlanResult between(Snapshot snapshot, Side before, Side after, List<Patch.Strip> strips) {
        Set<Long> ids = new TreeSet<>();
        for (Side side : List.of(before, after)) {
            ids.addAll(side.changed().keySet());
            ids.addAll(side.rows().keySet());
            ids.addAll(side.persons().keySet());
            ids.addAll(side.sums().after().keySet());
        }
        Set<Long> reshaped = new HashSet<>();
        strips.forEach(s -> reshaped.addAll(List.of(s.from(), s.to())));
        List<GridResult> grids = new ArrayList<>();
        for (long id : ids) {
            Grid rowBefore = row(snapshot, before, id);
            Grid rowAfter = row(snapshot, after, id);
            if (rowBefore == null && rowAfter == null) {
                continue;
            }
            Geometry areaBefore = area(snapshot, before, id);
            Geometry areaAfter = area(snapshot, after, id);
            Sums sumsBefore = sums(snapshot, before, id);
            Sums sumsAfter = sums(snapshot, after, id);
            Person personBefore = rowBefore == null ? null : Attributes.inCharge(before.responsible(snapshot, id));
            Person personAfter = rowAfter == null ? null : Attributes.inCharge(after.responsible(snapshot, id));
            if (areaBefore != areaAfter || !sumsBefore.equals(sumsAfter) || !Objects.equals(rowBefore, rowAfter)
                    || !Objects.equals(personBefore, personAfter)) {
                grids.add(new GridResult(id, rowBefore, rowAfter, personBefore, personAfter, sumsBefore, sumsAfter, areaAfter,
                        reshaped.contains(id)));
            }
        }
        grids.sort(Comparator.comparing(GridResult::code));
        List<MovedBuilding> moved = moved(before.sums(), after.sums());
        return new PlanResult(snapshot.seq(), snapshot.asOf(), grids, strips, total(snapshot, moved, Moved.MAX_ITEMS),
                flows(snapshot, moved), List.of());
    }

    private static Grid row(Snapshot snapshot, Side side, long id) {
        return side.rows().containsKey(id) ? side.rows().get(id) : snapshot.findGrid(id).map(GridNode::grid).orElse(null);
    }

    private static List<Flow> flows(Snapshot snapshot, List<MovedBuilding> moved) {
        Map<List<Long>, List<MovedBuilding>> pairs = new TreeMap<>(
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

    private static Sums sums(Snapshot snapshot, Side side, long id) {
        Sums changed = side.sums().after().get(id);
        if (changed != null) {
            return changed;
        }
        return snapshot.findGrid(id).map(GridNode::sums).orElseGet(Sums::new);
    }

    /// By id. Both reassignments start from the live state; a building that both move alike stays where it is between them.
    private static List<MovedBuilding> moved(Reassignment before, Reassignment after) {
        Map<Long, MovedBuilding> earlier = new HashMap<>();
        before.buildings().forEach(m -> earlier.put(m.id(), m));
        Map<Long, MovedBuilding> all = new TreeMap<>();
        for (MovedBuilding m : after.buildings()) {
            MovedBuilding then = earlier.remove(m.id());
            long from = then == null ? m.from() : then.to();
            if (from != m.to()) {
                all.put(m.id(), new MovedBuilding(m.id(), from, m.to(), m.households(), m.subscribers(), m.revenue()));
            }
        }
        earlier.values().forEach(m ->
                all.put(m.id(), new MovedBuilding(m.id(), m.to(), m.from(), m.households(), m.subscribers(), m.revenue())));
        return List.copyOf(all.values());
    }

    private static Moved total(Snapshot snapshot, List<MovedBuilding> moved, int items) {
        long households = 0;
        long subscribers = 0;
        long revenue = 0;
        int householdsUnknown = 0;
        int subscribersUnknown = 0;
        int revenueUnknown = 0;
        for (MovedBuilding m : moved) {
            households += m.households() == Counts.UNKNOWN ? 0 : m.households();
            householdsUnknown += m.households() == Counts.UNKNOWN ? 1 : 0;
            subscribers += m.subscribers() == Counts.UNKNOWN ? 0 : m.subscribers();
            subscribersUnknown += m.subscribers() == Counts.UNKNOWN ? 1 : 0;
            revenue += m.revenue() == Counts.UNKNOWN ? 0 : m.revenue();
            revenueUnknown += m.revenue() == Counts.UNKNOWN ? 1 : 0;
        }
        return new Moved(moved.size(), households, householdsUnknown, subscribers, subscribersUnknown, revenue, revenueUnknown,
                moved.stream().limit(items).map(m -> item(snapshot, m)).toList());
    }

    /// All buildings that change hands between two sides, a page of them.
    static List<MovedItem> page(Snapshot snapshot, Side before, Side after, long afterId, int limit) {
        return moved(before.sums(), after.sums()).stream().filter(m -> m.id() > afterId).limit(limit)
                .map(m -> item(snapshot, m)).toList();
    }

    private static MovedItem item(Snapshot snapshot, MovedBuilding m) {
        Building b = (Building) snapshot.find(Table.BUILDINGS, m.id()).orElseThrow();
        return new MovedItem(m.id(), b.code(), b.name(), m.from(), m.to());
    }
}
