package org.wangge.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.MovedBuilding;
import org.wangge.atlas.Snapshot.Reassignment;
import org.wangge.metrics.Sums;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.planning.PlanResult.GridResult;
import org.wangge.planning.PlanResult.Moved;
import org.wangge.planning.PlanResult.MovedItem;
import org.wangge.topology.Patch;

/// Puts together what lies between two states of the borders, both given by how they differ from the live ones. Pure functions.
final class Results {

    static final Reassignment NOTHING = new Reassignment(Map.of(), Map.of(), Map.of(), List.of());

    /// One state of the borders: the leaves that differ from the live map, and what that does to the sums.
    record Side(Map<Long, Geometry> changed, Reassignment sums) {
        static Side of(Snapshot snapshot, Map<Long, Geometry> changed) {
            return new Side(changed, changed.isEmpty() ? NOTHING : snapshot.reassign(changed));
        }
    }

    private Results() {}

    static PlanResult between(Snapshot snapshot, Side before, Side after, List<Patch.Strip> strips) {
        Set<Long> ids = new TreeSet<>();
        ids.addAll(before.changed().keySet());
        ids.addAll(after.changed().keySet());
        ids.addAll(before.sums().after().keySet());
        ids.addAll(after.sums().after().keySet());
        List<GridResult> grids = new ArrayList<>();
        for (long id : ids) {
            GridNode node = snapshot.findGrid(id).orElse(null);
            if (node == null) {
                continue;
            }
            Geometry areaBefore = area(snapshot, before, id);
            Geometry areaAfter = area(snapshot, after, id);
            Sums sumsBefore = sums(node, before);
            Sums sumsAfter = sums(node, after);
            if (areaBefore != areaAfter || !sumsBefore.equals(sumsAfter)) {
                grids.add(new GridResult(id, node.grid().code(), node.grid().name(), sumsBefore, sumsAfter, areaAfter));
            }
        }
        grids.sort(Comparator.comparing(GridResult::code));
        return new PlanResult(snapshot.seq(), snapshot.asOf(), grids, strips, moved(snapshot, before.sums(), after.sums()));
    }

    private static Geometry area(Snapshot snapshot, Side side, long id) {
        if (side.changed().containsKey(id)) {
            return side.changed().get(id);
        }
        return snapshot.map().contains(id) ? snapshot.map().face(id) : null;
    }

    private static Sums sums(GridNode node, Side side) {
        return side.sums().after().getOrDefault(node.grid().id(), node.sums());
    }

    /// Both reassignments start from the live state; a building that both move alike stays where it is between them.
    private static Moved moved(Snapshot snapshot, Reassignment before, Reassignment after) {
        Map<Long, MovedBuilding> earlier = new HashMap<>();
        before.buildings().forEach(m -> earlier.put(m.id(), m));
        Map<Long, MovedBuilding> all = new TreeMap<>();
        for (MovedBuilding m : after.buildings()) {
            MovedBuilding then = earlier.remove(m.id());
            long from = then == null ? m.from() : then.to();
            if (from != m.to()) {
                all.put(m.id(), new MovedBuilding(m.id(), from, m.to(), m.households(), m.subscribers()));
            }
        }
        earlier.values().forEach(m ->
                all.put(m.id(), new MovedBuilding(m.id(), m.to(), m.from(), m.households(), m.subscribers())));
        long households = 0;
        long subscribers = 0;
        int householdsUnknown = 0;
        int subscribersUnknown = 0;
        for (MovedBuilding m : all.values()) {
            households += m.households() == Counts.UNKNOWN ? 0 : m.households();
            householdsUnknown += m.households() == Counts.UNKNOWN ? 1 : 0;
            subscribers += m.subscribers() == Counts.UNKNOWN ? 0 : m.subscribers();
            subscribersUnknown += m.subscribers() == Counts.UNKNOWN ? 1 : 0;
        }
        List<MovedItem> items = all.values().stream().limit(Moved.MAX_ITEMS).map(m -> item(snapshot, m)).toList();
        return new Moved(all.size(), households, householdsUnknown, subscribers, subscribersUnknown, items);
    }

    private static MovedItem item(Snapshot snapshot, MovedBuilding m) {
        Building b = (Building) snapshot.find(Layer.BUILDINGS, m.id()).orElseThrow();
        return new MovedItem(m.id(), b.code(), b.name(), m.from(), m.to());
    }
}
