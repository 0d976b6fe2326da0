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

/// The grids of a plan: the live map `base`, the commands, and what they make of it. Of what the first commands make, little is
/// kept: that of every 32nd command and of the last few, from which the rest is soon made again, since
/// a map of thousands of grids for each of a thousand commands fills the memory. Immutable, for any number of threads.
record Draft(PlanarMap base, List<Step> steps, List<Made> made) {

    /// Of how many commands the maps are kept, counted from the last: as far back as one undoes at a stretch.
    private static final int RECENT = 8;
    private static final int EVERY = 32;
    /// Of an entry of a map of grids, about.
    private static final int ENTRY_BYTES = 48;
    private static final int POINT_BYTES = 40;

    /// A command as it is stored, and what it did to the land, to the rows (null: gone) and to who looks after them.
    record Step(
            String json, Edit edit, Patch patch, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons, String effect) {}

    /// What the first `count` commands make: the map, and how it differs from the live grids. `changed` are the leaves whose area
    /// differs (fixed; null: gone), `rows` the grids whose words differ, are new or (null) gone; a row's geometry means nothing.
    /// `persons` are those who look after a grid where the plan has a say in that.
    record Made(
            int count, PlanarMap map, Map<Long, Geometry> changed, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons) {

        boolean isKeptBeside(int last) {
            return count % EVERY == 0 || count > last - RECENT;
        }
    }

    static Draft on(PlanarMap base) {
        return new Draft(base, List.of(), List.of(new Made(0, base, Map.of(), Map.of(), Map.of())));
    }

    /// The map as the plan wants it.
    PlanarMap map() {
        return made.getLast().map();
    }

    /// See [Made].
    Map<Long, Geometry> changed() {
        return made.getLast().changed();
    }

    /// See [Made].
    Map<Long, Grid> rows() {
        return made.getLast().rows();
    }

    /// See [Made].
    Map<Long, List<Responsible>> persons() {
        return made.getLast().persons();
    }

    Draft plus(Step step) {
        PlanarMap after = after(step);
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        Made next = new Made(more.size(), after, changedBy(step, () -> after), rowsWith(step), personsWith(step));
        List<Made> kept = new ArrayList<>(made);
        kept.removeIf(m -> !m.isKeptBeside(next.count()));
        kept.add(next);
        return new Draft(base, List.copyOf(more), List.copyOf(kept));
    }

    private PlanarMap after(Step step) {
        Map<Long, Geometry> change = step.patch().change();
        return change.isEmpty() ? map() : map().with(change);
    }

    private Map<Long, Grid> rowsWith(Step step) {
        Map<Long, Grid> rows = rows();
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
        Map<Long, List<Responsible>> all = new HashMap<>(persons());
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
        List<Made> before = made.stream().filter(m -> m.count() <= n).toList();
        int count = before.getLast().count();
        Draft draft = new Draft(base, List.copyOf(steps.subList(0, count)), before);
        for (Step step : steps.subList(count, n)) {
            draft = draft.plus(step);
        }
        return draft;
    }

    /// What it takes in memory, about; the live map counts too, since a draft keeps it when it is live no more.
    long bytes() {
        long bytes = 0;
        for (Made m : made) {
            bytes += (long) ENTRY_BYTES * (m.map().faces().size() + m.changed().size() + m.rows().size() + m.persons().size());
        }
        for (Step step : steps) {
            bytes += 2L * (step.json().length() + step.effect().length());
            for (Geometry area : step.patch().change().values()) {
                bytes += ENTRY_BYTES + (area == null ? 0 : (long) POINT_BYTES * area.getNumPoints());
            }
            for (Patch.Strip strip : step.patch().strips()) {
                bytes += ENTRY_BYTES + (long) POINT_BYTES * strip.area().getNumPoints();
            }
        }
        return bytes;
    }

    /// The leaves that would differ from the live map after one more step, with their areas (null: gone). In a map without mended
    /// grids that follows from the patch alone; otherwise a mended neighbour may change too, and the map is asked.
    Map<Long, Geometry> changedBy(Step step) {
        return changedBy(step, () -> after(step));
    }

    private Map<Long, Geometry> changedBy(Step step, Supplier<PlanarMap> after) {
        if (!map().isClean() || !base.isClean()) {
            return differences(after.get());
        }
        Map<Long, Geometry> all = new HashMap<>(changed());
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

    /// The land that the whole draft moves, by the leaf that it comes from and the one it goes to; 0 is nobody. The strips of a
    /// single command as they are; of several what remains of them in the end.
    List<Patch.Strip> strips() {
        return steps.size() == 1 ? steps.getFirst().patch().strips() : Remains.strips(base, changed());
    }
}
