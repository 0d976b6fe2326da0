package org.wangge.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.model.Grid;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// The grids of a plan: the live map `base`, what each command made of it, and how all that differs from the live grids: `changed`
/// are the leaves whose area differs (fixed; null: gone), `rows` the grids whose words differ, are new or (null) gone; a row's
/// geometry means nothing. `persons` are those who look after a grid where the plan has its say in that. Immutable, for any number
/// of threads.
record Draft(
        PlanarMap base, List<Step> steps, Map<Long, Geometry> changed, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons) {

    /// A command as it is stored, what it did to the land, to the rows (null: gone) and to who looks after them, and the map after it.
    record Step(
            String json, Edit edit, Patch patch, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons, PlanarMap after,
            String effect) {}

    static Draft on(PlanarMap base) {
        return new Draft(base, List.of(), Map.of(), Map.of(), Map.of());
    }

    /// The map as the plan wants it.
    PlanarMap map() {
        return steps.isEmpty() ? base : steps.getLast().after();
    }

    Draft plus(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Draft(base, List.copyOf(more), changedBy(step), rowsWith(step), personsWith(step));
    }

    private Map<Long, Grid> rowsWith(Step step) {
        Map<Long, Grid> all = new HashMap<>(rows);
        step.rows().forEach((id, row) -> {
            if (row == null && rows.containsKey(id) && !base.contains(id) && rows.get(id) != null) {
                // made and gone again within the plan
                all.remove(id);
            } else {
                all.put(id, row);
            }
        });
        return Collections.unmodifiableMap(all);
    }

    Map<Long, List<Responsible>> personsWith(Step step) {
        Map<Long, List<Responsible>> all = new HashMap<>(persons);
        all.putAll(step.persons());
        step.rows().forEach((id, row) -> {
            if (row == null) {
                all.remove(id);
            }
        });
        return Collections.unmodifiableMap(all);
    }

    /// The draft after its first `n` commands.
    Draft first(int n) {
        Draft draft = on(base);
        for (Step step : steps.subList(0, n)) {
            draft = draft.plus(step);
        }
        return draft;
    }

    /// The leaves that would differ from the live map after one more step, with their areas (null: gone). In a map without mended
    /// grids that follows from the patch alone; otherwise a mended neighbour may change too, and the map is asked.
    Map<Long, Geometry> changedBy(Step step) {
        if (!map().isClean() || !base.isClean()) {
            return differences(step.after());
        }
        Map<Long, Geometry> all = new HashMap<>(changed);
        step.patch().change().forEach((id, area) -> {
            Geometry live = base.contains(id) ? base.face(id) : null;
            if (live == area || (live != null && area != null && live.equalsExact(area))) {
                all.remove(id);
            } else {
                all.put(id, area);
            }
        });
        return all;
    }

    private Map<Long, Geometry> differences(PlanarMap after) {
        Set<Long> ids = new TreeSet<>(base.faces());
        ids.addAll(after.faces());
        Map<Long, Geometry> differing = new HashMap<>();
        for (long id : ids) {
            Geometry old = base.contains(id) ? base.face(id) : null;
            Geometry now = after.contains(id) ? after.face(id) : null;
            if (old != now && (old == null || now == null || !old.equalsExact(now))) {
                differing.put(id, now);
            }
        }
        return differing;
    }

    /// The land that the whole draft moves, by the leaf that it comes from and the one it goes to; 0 is nobody. The strips of a single
    /// command as they are; of several what remains of them in the end.
    List<Patch.Strip> strips() {
        return steps.size() == 1 ? steps.getFirst().patch().strips() : Remains.strips(base, changed);
    }
}
