package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Person;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.topology.PlanarMap;

/// The next [State] in the making. Rows are put and removed (or whole layers replaced), then [#finish] works out what follows
/// from them. For one thread, used once.
final class Draft {

    /// Beyond this many changed leaves, if they are as large a part of all, it is quicker to assign every row anew.
    private static final int MANY_LEAVES = 64;
    private static final int MANY_ONE_IN = 5;

    private final State before;
    private final TouchedBoxes touched = new TouchedBoxes();
    private final Map<Codec, Features> features = new EnumMap<>(Codec.class);
    private final Set<Codec> replaced = EnumSet.noneOf(Codec.class);
    private final Map<Codec, Map<Long, Row>> puts = new EnumMap<>(Codec.class);
    private final Map<Codec, Set<Long>> removes = new EnumMap<>(Codec.class);
    private final Map<Table, IdMap<Row>> objects = new EnumMap<>(Table.class);
    private Territory territory;
    private SumsEdit edit;
    private boolean recount;

    Draft(State before) {
        this.before = before;
        territory = before.territory();
        edit = new SumsEdit(before.sums());
        for (Codec codec : Codec.values()) {
            features.put(codec, before.features(codec));
        }
    }

    /// Takes all rows of a columnar layer from `loaded`, whose rows have no zone yet.
    void replace(Features loaded) {
        features.put(loaded.codec(), loaded);
        replaced.add(loaded.codec());
    }

    /// Takes all rows of a table that is kept as objects. One that equals what was there stays the same object.
    void replace(Table table, Map<Long, Row> rows) {
        IdMap<? extends Row> there = before.objects(table);
        IdMap<Row> all = IdMap.empty();
        for (Row row : rows.values()) {
            Row old = there.get(row.id());
            all = all.with(row.id(), row.equals(old) ? old : row);
        }
        objects.put(table, all);
    }

    void take(Update update) {
        switch (update) {
            case Update.Put(Row row) -> {
                Codec codec = Codec.of(row.table());
                if (codec != null) {
                    puts.computeIfAbsent(codec, c -> new LinkedHashMap<>()).put(row.id(), row);
                    removes.getOrDefault(codec, new HashSet<>()).remove(row.id());
                } else {
                    objects.compute(row.table(), (table, edited) -> begun(table, edited).with(row.id(), row));
                }
            }
            case Update.Remove(Table table, long id) -> {
                Codec codec = Codec.of(table);
                if (codec != null) {
                    removes.computeIfAbsent(codec, c -> new HashSet<>()).add(id);
                    puts.getOrDefault(codec, new HashMap<>()).remove(id);
                } else {
                    objects.compute(table, (_, edited) -> begun(table, edited).without(id));
                }
            }
        }
    }

    private IdMap<Row> begun(Table table, IdMap<Row> edited) {
        return edited == null ? IdMap.copyOf(before.objects(table)) : edited;
    }

    private <R extends Row> IdMap<R> rows(Table table) {
        @SuppressWarnings("unchecked") // rows of a table have the type of the table
        IdMap<R> rows = (IdMap<R>) objects.getOrDefault(table, IdMap.copyOf(before.objects(table)));
        return rows;
    }

    /// The new state; [#touched] is complete afterwards.
    State finish(LocalDate today) {
        IdMap<Grid> grids = rows(Table.GRIDS);
        IdMap<Branch> branches = rows(Table.BRANCHES);
        IdMap<Person> persons = rows(Table.PERSONS);
        IdMap<Assignment> assignments = rows(Table.ASSIGNMENTS);
        Hierarchy hierarchy = before.tree().hierarchy().next(grids);
        Hierarchy.Change change = before.tree().hierarchy().differences(hierarchy);
        Map<Long, Geometry> areas = GridChanges.leafAreas(change, hierarchy, before);
        PlanarMap map = areas.isEmpty() ? before.map() : before.map().with(areas);
        IdMap<Geometry> leafAreas = before.leafAreas().withAll(areas);
        moveToZones(map, branches);
        applyRows();
        IdMap<Sums> sums = recount || !replaced.isEmpty()
                ? IdMap.copyOf(Totals.of(features.get(Codec.BUILDINGS), features.get(Codec.PORTS), features.get(Codec.SIGHTINGS)))
                : edit.finishAll(features.get(Codec.SIGHTINGS));
        Staff staff = before.tree().parts().staff().next(persons, assignments, today);
        GridTree tree = before.tree().next(new GridTree.Parts(branches, hierarchy, map, sums, staff), change);
        State after = new State(
                features.get(Codec.BUILDINGS), features.get(Codec.PORTS), features.get(Codec.SIGHTINGS), features.get(Codec.BASE),
                branches, grids, persons, assignments, leafAreas, map, territory, sums, tree);
        touch(after);
        return after;
    }

    /// Finds the zones of replaced layers, and of all rows whose land changes hands.
    private void moveToZones(PlanarMap map, IdMap<Branch> branches) {
        Map<Long, Geometry> moved = GridChanges.moved(before.map(), map);
        boolean many = moved.size() > Math.max(MANY_LEAVES, map.faces().size() / MANY_ONE_IN);
        if (many || !sameOutlines(branches)) {
            Map<Long, Geometry> outlines = new HashMap<>();
            branches.values().stream().filter(b -> b.outline() != null)
                    .forEach(b -> outlines.put(b.id(), FixedPoint.fixed(b.outline())));
            territory = Territory.of(GridChanges.faces(map), outlines);
            recount = true;
            for (Codec codec : Moves.MOVING) {
                features.put(codec, assigned(features.get(codec), !replaced.contains(codec)));
            }
            return;
        }
        if (!moved.isEmpty()) {
            territory = before.territory().with(moved);
            Moves.Boxes boxes = Moves.boxes(before.territory(), moved);
            for (Codec codec : Moves.MOVING) {
                take(codec, Moves.within(before.features(codec), Rezoned.NONE, territory, boxes));
            }
        }
        for (Codec codec : replaced) {
            if (codec != Codec.BASE) {
                features.put(codec, assigned(features.get(codec), false));
            }
        }
    }

    private boolean sameOutlines(IdMap<Branch> branches) {
        return branches == before.branches()
                || (branches.keySet().equals(before.branches().keySet())
                        && branches.values().stream().allMatch(b ->
                                Objects.equals(b.outline(), before.branches().get(b.id()).outline())));
    }

    private Features assigned(Features rows, boolean report) {
        Territory land = territory;
        Features next = rows.map(land::assign);
        for (int b = 0; report && rows.codec() == Codec.BUILDINGS && b < rows.blocks().size(); b++) {
            if (rows.blocks().get(b) != next.blocks().get(b)) {
                touched.add(Layer.BUILDINGS, Snapshot.degrees(rows.blocks().get(b).fixedBox()));
            }
        }
        return next;
    }

    private void take(Codec codec, List<Moves.Move> moves) {
        if (replaced.contains(codec)) {
            return;
        }
        Features rows = features.get(codec);
        Moves.count(rows, moves, edit);
        features.put(codec, Moves.applied(rows, moves));
        if (codec == Codec.BUILDINGS) {
            moves.forEach(m -> touched.add(Layer.BUILDINGS, rows.blocks().get(m.block()), m.row()));
        }
    }

    private void applyRows() {
        for (Codec codec : Codec.values()) {
            Map<Long, Row> put = puts.getOrDefault(codec, Map.of());
            Set<Long> removed = removes.getOrDefault(codec, Set.of());
            if (put.isEmpty() && removed.isEmpty()) {
                continue;
            }
            Features old = features.get(codec);
            Features next = old.with(put.values(), removed, codec == Codec.BASE ? Territory.EMPTY : territory);
            List<Long> ids = new ArrayList<>(put.keySet());
            ids.addAll(removed);
            for (long id : ids) {
                count(codec, old.find(id), -1);
                count(codec, next.find(id), 1);
            }
            features.put(codec, next);
        }
    }

    private void count(Codec codec, Features.Place place, int sign) {
        if (place != null) {
            edit.add(place.block().zone(place.row()), place.block(), place.row(), sign);
            touched.add(codec.layer, place.block(), place.row());
        }
    }

    private void touch(State after) {
        for (Codec codec : replaced) {
            touched.add(codec.layer, before.features(codec), after.features(codec));
        }
        if (after.map() != before.map() || after.grids() != before.grids() || after.branches() != before.branches()) {
            GridChanges.touch(before, after, touched);
        }
        for (Table table : List.of(Table.PERSONS, Table.ASSIGNMENTS)) {
            if (objects.containsKey(table)) {
                touched.add(table);
            }
        }
    }

    TouchedBoxes touched() {
        return touched;
    }
}
