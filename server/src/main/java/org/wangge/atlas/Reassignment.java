package org.wangge.atlas;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.wangge.memory.IdChanges;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;

/// What it does to a snapshot when leaves get other areas: the very computation that publishing does. Another one on the same
/// snapshot is made of the areas that differ between the two, however many others have changed. Keeps no snapshot alive.
/// Immutable, for any number of threads.
public final class Reassignment {

    /// A building that goes from one leaf to another (0: none); `households`, `subscribers` and `revenue` are `Counts.UNKNOWN`
    /// when not known.
    public record Moved(long id, long from, long to, int households, int subscribers, int revenue) {}

    /// Nothing changes, whatever the snapshot.
    public static final Reassignment NONE =
            new Reassignment(IdChanges.none(), null, Map.of(), null, IdMap.empty(), IdMap.empty(), IdMap.empty());

    private final IdChanges<Geometry> areas;
    /// Null where nothing has changed.
    private final Territory territory;
    private final Map<Codec, Rezoned> rows;
    /// Of all zones; null where nothing has changed.
    private final IdMap<Sums> sums;
    private final IdMap<Sums> before;
    private final IdMap<Sums> after;
    private final IdMap<Moved> buildings;

    private Reassignment(
            IdChanges<Geometry> areas, Territory territory, Map<Codec, Rezoned> rows, IdMap<Sums> sums, IdMap<Sums> before,
            IdMap<Sums> after, IdMap<Moved> buildings) {
        this.areas = areas;
        this.territory = territory;
        this.rows = rows;
        this.sums = sums;
        this.before = before;
        this.after = after;
        this.buildings = buildings;
    }

    /// What it does when these leaves have these areas (fixed Polygon or MultiPolygon, null for a leaf that goes), and all others
    /// those of the snapshot. `state` is that of the snapshot that this one is of.
    Reassignment next(State state, IdChanges<Geometry> areasAfter) {
        Map<Long, Geometry> changed = new HashMap<>();
        for (long leaf : areas.differences(areasAfter)) {
            changed.put(leaf, areasAfter.containsKey(leaf) ? areasAfter.get(leaf) : state.territory().area(leaf));
        }
        if (changed.isEmpty()) {
            return this;
        }
        Territory from = territory == null ? state.territory() : territory;
        Territory to = from.with(changed);
        Moves.Boxes boxes = Moves.boxes(from, changed);
        SumsEdit edit = new SumsEdit(sums == null ? state.sums() : sums);
        Map<Codec, Rezoned> nextRows = new EnumMap<>(Codec.class);
        IdMap<Moved> nextBuildings = buildings;
        for (Codec codec : Moves.MOVING) {
            Features features = state.features(codec);
            Rezoned known = rows.getOrDefault(codec, Rezoned.NONE);
            List<Moves.Move> moves = Moves.within(features, known, to, boxes);
            Moves.count(features, moves, edit);
            nextRows.put(codec, known.with(features, moves));
            if (codec == Codec.BUILDINGS) {
                nextBuildings = with(nextBuildings, features, moves);
            }
        }
        Map<Long, Sums> other = edit.finish(state.sightings(), nextRows.get(Codec.SIGHTINGS));
        IdMap<Sums> nextSums = (sums == null ? state.sums() : sums).withAll(other);
        IdMap<Sums> nextBefore = before;
        IdMap<Sums> nextAfter = after;
        changed.keySet().forEach(leaf -> other.putIfAbsent(leaf, nextSums.getOrDefault(leaf, new Sums())));
        for (Map.Entry<Long, Sums> each : other.entrySet()) {
            long zone = each.getKey();
            if (zone > 0) {
                nextBefore = nextBefore.with(zone, state.sums().getOrDefault(zone, new Sums()));
                nextAfter = nextAfter.with(zone, each.getValue());
            }
        }
        return new Reassignment(areasAfter, to, nextRows, nextSums, nextBefore, nextAfter, nextBuildings);
    }

    private static IdMap<Moved> with(IdMap<Moved> known, Features features, List<Moves.Move> moves) {
        IdMap<Moved> all = known;
        for (Moves.Move m : moves) {
            Block block = features.blocks().get(m.block());
            long id = block.id(m.row());
            long from = Math.max(0, block.zone(m.row()));
            long to = Math.max(0, m.to());
            all = all.with(id, from == to ? null : new Moved(id, from, to,
                    block.number(Count.HOUSEHOLDS.ordinal(), m.row()), block.number(Count.SUBSCRIBERS.ordinal(), m.row()),
                    block.number(Count.REVENUE.ordinal(), m.row())));
        }
        return all;
    }

    /// The sums of every leaf touched, before and after.
    public IdMap<Sums> before() {
        return before;
    }

    public IdMap<Sums> after() {
        return after;
    }

    /// The buildings that change hands with the leaf, by their ids.
    public IdMap<Moved> buildings() {
        return buildings;
    }

    /// The leaf to which each of these goes (0: none).
    public Map<Long, Long> moved() {
        Map<Long, Long> moved = HashMap.newHashMap(buildings.size());
        buildings.forEach((id, m) -> moved.put(id, m.to()));
        return moved;
    }
}
