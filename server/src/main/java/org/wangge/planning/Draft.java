package org.wangge.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.model.Grid;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// The grids of a plan: the live map first in `maps`, then what each command made of it, and how the last differs from the live
/// grids: `changed` are the leaves whose area differs (fixed; null: gone), `rows` the grids whose words differ, are new or (null)
/// gone; a row's geometry means nothing. `persons` are those who look after a grid where the plan has a say in that. Immutable, for
/// any number of threads.
record Draft(
        List<PlanarMap> maps, List<Step> steps, Map<Long, Geometry> changed, Map<Long, Grid> rows,
        Map<Long, List<Responsible>> persons) {

    /// A command as it is stored, and what it did to the land, to the rows (null: gone) and to who looks after them.
    record Step(
            String json, Edit edit, Patch patch, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons, String effect) {}

    static Draft on(PlanarMap base) {
        return new Draft(List.of(base), List.of(), Map.of(), Map.of(), Map.of());
    }

    /// The live map.
    PlanarMap base() {
        return maps.getFirst();
    }

    /// The map as the plan wants it.
    PlanarMap map() {
        return maps.getLast();
    }

    Draft plus(Step step) {
        return plus(step, after(step));
    }

    private Draft plus(Step step, PlanarMap after) {
        return new Draft(
                with(maps, after), with(steps, step), changedBy(step, () -> after), rowsWith(step), personsWith(step));
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> more = new ArrayList<>(list);
        more.add(last);
        return List.copyOf(more);
    }

    private PlanarMap after(Step step) {
        Map<Long, Geometry> change = step.patch().change();
        return change.isEmpty() ? map() : map().with(change);
    }

    private Map<Long, Grid> rowsWith(Step step) {
        Map<Long, Grid> all = new HashMap<>(rows);
        step.rows().forEach((id, row) -> {
            if (row == null && rows.containsKey(id) && !base().contains(id) && rows.get(id) != null) {
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
        Draft draft = on(base());
        for (int i = 0; i < n; i++) {
            draft = draft.plus(steps.get(i), maps.get(i + 1));
        }
        return draft;
    }

    /// The leaves that would differ from the live map after one more step, with their areas (null: gone). In a map without mended
    /// grids that follows from the patch alone; otherwise a mended neighbour may change too, and the map is asked.
    Map<Long, Geometry> changedBy(Step step) {
        return changedBy(step, () -> after(step));
    }

    private Map<Long, Geometry> changedBy(Step step, Supplier<PlanarMap> after) {
        PlanarMap base = base();
        if (!map().isClean() || !base.isClean()) {
            return differences(after.get());
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
        PlanarMap base = base();
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
        return steps.size() == 1 ? steps.getFirst().patch().strips() : Remains.strips(base(), changed);
    }
}
