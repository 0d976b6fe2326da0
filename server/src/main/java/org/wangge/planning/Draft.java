package org.wangge.planning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.memory.IdChanges;
import org.wangge.memory.IdMap;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.store.Store.NewCommand;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// The grids of a plan: the live map `base`, the commands, and what they make of it. Of what the first commands make, little is
/// kept: that of every 32nd command and of the last few, from which the rest is soon made again, since what a thousand maps do
/// not share fills the memory. Immutable, for any number of threads.
record Draft(PlanarMap base, List<Step> steps, List<Made> made, long stepBytes) {

    /// Of how many commands the maps are kept, counted from the last: as far back as one undoes at a stretch.
    private static final int RECENT = 8;
    private static final int EVERY = 32;
    /// Of an entry of a map of grids, about.
    private static final int ENTRY_BYTES = 48;
    private static final int POINT_BYTES = 40;

    /// A command as it is stored, and what it did to the land, to the rows (null: gone) and to who looks after them.
    record Step(
            String json, Edit edit, Patch patch, Map<Long, Grid> rows, Map<Long, List<Responsible>> persons, String effect) {

        /// As it is to be stored, with the versions of the live grids that it met.
        NewCommand kept(Snapshot snapshot, Actor author) {
            Set<Long> met = new HashSet<>(patch.grids());
            met.addAll(rows.keySet());
            Map<Long, Integer> versions = new HashMap<>();
            met.forEach(g -> snapshot.findGrid(g).ifPresent(n -> versions.put(g, n.grid().version())));
            return new NewCommand(json, effect, versions, author, Instant.now());
        }

        private long bytes() {
            long bytes = 2L * (json.length() + effect.length());
            for (Geometry area : patch.change().values()) {
                bytes += ENTRY_BYTES + (area == null ? 0 : (long) POINT_BYTES * area.getNumPoints());
            }
            for (Patch.Strip strip : patch.strips()) {
                bytes += ENTRY_BYTES + (long) POINT_BYTES * strip.area().getNumPoints();
            }
            return bytes;
        }
    }

    /// What the first `count` commands make: the map, and how it differs from the live grids. `changed` are the leaves whose area
    /// differs (fixed; null: gone), `rows` the grids whose words differ, are new or (null) gone; a row's geometry means nothing.
    /// `persons` are those who look after a grid where the plan has a say in that.
    record Made(
            int count, PlanarMap map, IdChanges<Geometry> changed, IdChanges<Grid> rows, IdMap<List<Responsible>> persons) {

        boolean isKeptBeside(int last) {
            return count % EVERY == 0 || count > last - RECENT;
        }
    }

    /// How what a draft makes differs from the live grids; see [Made].
    record Outlook(IdChanges<Geometry> changed, IdChanges<Grid> rows, IdMap<List<Responsible>> persons) {}

    static Draft on(PlanarMap base) {
        return new Draft(base, List.of(), List.of(new Made(0, base, IdChanges.none(), IdChanges.none(), IdMap.empty())), 0);
    }

    /// The map as the plan wants it.
    PlanarMap map() {
        return made.getLast().map();
    }

    /// See [Made].
    IdChanges<Geometry> changed() {
        return made.getLast().changed();
    }

    /// See [Made].
    IdChanges<Grid> rows() {
        return made.getLast().rows();
    }

    /// See [Made].
    IdMap<List<Responsible>> persons() {
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
        return new Draft(base, List.copyOf(more), List.copyOf(kept), stepBytes + step.bytes());
    }

    private PlanarMap after(Step step) {
        Map<Long, Geometry> change = step.patch().change();
        return change.isEmpty() ? map() : map().with(change);
    }

    private IdChanges<Grid> rowsWith(Step step) {
        IdChanges<Grid> all = rows();
        for (Map.Entry<Long, Grid> e : step.rows().entrySet()) {
            long id = e.getKey();
            // made and gone again within the plan
            boolean passed = e.getValue() == null && !base.contains(id) && all.get(id) != null;
            all = passed ? all.without(id) : all.with(id, e.getValue());
        }
        return all;
    }

    private IdMap<List<Responsible>> personsWith(Step step) {
        IdMap<List<Responsible>> all = persons().withAll(step.persons());
        for (Map.Entry<Long, Grid> e : step.rows().entrySet()) {
            all = e.getValue() == null ? all.without(e.getKey()) : all;
        }
        return all;
    }

    /// The draft after its first `n` commands.
    Draft first(int n) {
        List<Made> before = made.stream().filter(m -> m.count() <= n).toList();
        int count = before.getLast().count();
        List<Step> first = List.copyOf(steps.subList(0, count));
        Draft draft = new Draft(base, first, before, first.stream().mapToLong(Step::bytes).sum());
        for (Step step : steps.subList(count, n)) {
            draft = draft.plus(step);
        }
        return draft;
    }

    /// What it takes in memory, about; the live map counts too, since a draft keeps it when it is live no more.
    long bytes() {
        long bytes = stepBytes;
        for (Made m : made) {
            bytes += (long) ENTRY_BYTES * (m.map().faces().size() + m.changed().size() + m.rows().size() + m.persons().size());
        }
        return bytes;
    }

    Outlook outlook() {
        return new Outlook(changed(), rows(), persons());
    }

    /// What one more step makes of it; without a map, since a preview needs none as a rule.
    Outlook with(Step step) {
        return new Outlook(changedBy(step, () -> after(step)), rowsWith(step), personsWith(step));
    }

    /// The leaves that would differ from the live map after one more step, with their areas (null: gone). In a map without mended
    /// grids that follows from the patch alone; otherwise a mended neighbour may change too, and the map is asked.
    private IdChanges<Geometry> changedBy(Step step, Supplier<PlanarMap> after) {
        if (!map().isClean() || !base.isClean()) {
            PlanarMap next = after.get();
            Map<Long, Geometry> areas = new HashMap<>();
            map().differing(next).forEach(id -> areas.put(id, next.contains(id) ? next.face(id) : null));
            return changedBy(areas);
        }
        return changedBy(step.patch().change());
    }

    private IdChanges<Geometry> changedBy(Map<Long, Geometry> areas) {
        IdChanges<Geometry> all = changed();
        for (Map.Entry<Long, Geometry> e : areas.entrySet()) {
            long id = e.getKey();
            Geometry area = e.getValue();
            Geometry live = base.contains(id) ? base.face(id) : null;
            boolean same = live == area || (live != null && area != null && live.equalsExact(area));
            all = same ? all.without(id) : all.with(id, area);
        }
        return all;
    }

    /// The land that the whole draft moves, by the leaf that it comes from and the one it goes to; 0 is nobody. The strips of a
    /// single command as they are; of several what remains of them in the end.
    List<Patch.Strip> strips() {
        return steps.size() == 1 ? steps.getFirst().patch().strips() : Remains.strips(base, changed());
    }
}
