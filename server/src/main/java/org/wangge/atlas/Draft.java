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
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
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

    /// Beyond this many changed leaves it is quicker to assign every row anew.
    private static final int MANY_LEAVES = 64;

    private final State before;
    private final TouchedBoxes touched = new TouchedBoxes();
    private final Map<Codec, Features> features = new EnumMap<>(Codec.class);
    private final Set<Codec> replaced = EnumSet.noneOf(Codec.class);
    private final Map<Codec, Map<Long, Row>> puts = new EnumMap<>(Codec.class);
    private final Map<Codec, Set<Long>> removes = new EnumMap<>(Codec.class);
    private final Map<Table, Map<Long, Row>> objects = new EnumMap<>(Table.class);
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

    /// Takes all rows of a table that is kept as objects.
    void replace(Table table, Map<Long, Row> rows) {
        objects.put(table, rows);
    }

    void take(Update update) {
        switch (update) {
            case Update.Put(Row row) -> {
                Codec codec = Codec.of(row.table());
                if (codec != null) {
                    puts.computeIfAbsent(codec, c -> new LinkedHashMap<>()).put(row.id(), row);
                    removes.getOrDefault(codec, new HashSet<>()).remove(row.id());
                } else {
                    edited(row.table()).put(row.id(), row);
                }
            }
            case Update.Remove(Table table, long id) -> {
                Codec codec = Codec.of(table);
                if (codec != null) {
                    removes.computeIfAbsent(codec, c -> new HashSet<>()).add(id);
                    puts.getOrDefault(codec, new HashMap<>()).remove(id);
                } else {
                    edited(table).remove(id);
                }
            }
        }
    }

    private Map<Long, Row> edited(Table table) {
        return objects.computeIfAbsent(table, t -> new HashMap<>(before.objects(t)));
    }

    private <R extends Row> Map<Long, R> rows(Table table, Class<R> type) {
        if (!objects.containsKey(table)) {
            @SuppressWarnings("unchecked") // rows of a table have the type of the table
            Map<Long, R> same = (Map<Long, R>) before.objects(table);
            return same;
        }
        return objects.get(table).values().stream().map(type::cast).collect(Collectors.toMap(Row::id, r -> r));
    }

    /// The new state; [#touched] is complete afterwards.
    State finish(LocalDate today) {
        Map<Long, Grid> grids = rows(Table.GRIDS, Grid.class);
        Map<Long, Branch> branches = rows(Table.BRANCHES, Branch.class);
        Map<Long, Person> persons = rows(Table.PERSONS, Person.class);
        Map<Long, Assignment> assignments = rows(Table.ASSIGNMENTS, Assignment.class);
        Map<Long, Geometry> leafAreas = before.leafAreas();
        PlanarMap map = before.map();
        if (grids != before.grids()) {
            leafAreas = GridChanges.leafAreas(grids, before.leafAreas(), before.grids());
            Map<Long, Geometry> changed = GridChanges.changed(before.leafAreas(), leafAreas);
            map = changed.isEmpty() ? map : map.with(changed);
        }
        moveToZones(map, branches);
        applyRows();
        Map<Long, Sums> sums = recount || !replaced.isEmpty()
                ? Totals.of(features.get(Codec.BUILDINGS), features.get(Codec.PORTS), features.get(Codec.SIGHTINGS))
                : edit.finishAll(features.get(Codec.SIGHTINGS));
        GridTree tree = before.tree().next(new GridTree.Parts(branches, grids, map, sums, persons, assignments, today));
        State after = new State(
                features.get(Codec.BUILDINGS), features.get(Codec.PORTS), features.get(Codec.SIGHTINGS), features.get(Codec.BASE),
                branches, grids, persons, assignments, leafAreas, map, territory, sums, tree);
        touch(after);
        return after;
    }

    /// Finds the zones of replaced layers, and of all rows whose land changes hands.
    private void moveToZones(PlanarMap map, Map<Long, Branch> branches) {
        boolean newOutlines = !sameOutlines(branches);
        Map<Long, Geometry> faces = map == before.map() ? Map.of() : GridChanges.faces(map);
        Map<Long, Geometry> moved = map == before.map() ? Map.of() : GridChanges.changed(GridChanges.faces(before.map()), faces);
        if (newOutlines || moved.size() > MANY_LEAVES) {
            Map<Long, Geometry> outlines = new HashMap<>();
            branches.values().stream().filter(b -> b.outline() != null)
                    .forEach(b -> outlines.put(b.id(), FixedPoint.fixed(b.outline())));
            territory = Territory.of(map == before.map() ? GridChanges.faces(map) : faces, outlines);
            recount = true;
            for (Codec codec : List.of(Codec.BUILDINGS, Codec.PORTS, Codec.SIGHTINGS)) {
                features.put(codec, assigned(features.get(codec), !replaced.contains(codec)));
            }
            return;
        }
        if (!moved.isEmpty()) {
            territory = before.territory().with(moved);
            Moves moves = Moves.between(
                    before.buildings(), before.ports(), before.sightings(), before.territory(), territory, moved);
            take(Codec.BUILDINGS, moves.buildings());
            take(Codec.PORTS, moves.ports());
            take(Codec.SIGHTINGS, moves.sightings());
        }
        for (Codec codec : replaced) {
            if (codec != Codec.BASE) {
                features.put(codec, assigned(features.get(codec), false));
            }
        }
    }

    private boolean sameOutlines(Map<Long, Branch> branches) {
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
