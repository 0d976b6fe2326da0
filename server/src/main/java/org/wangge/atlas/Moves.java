package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.index.strtree.STRtree;

/// Which rows change zone when the territory changes. Only rows where the land itself changes hands are looked at. Pure
/// functions.
final class Moves {

    /// The layers whose rows lie in zones.
    static final List<Codec> MOVING = List.of(Codec.BUILDINGS, Codec.PORTS, Codec.SIGHTINGS);

    /// Up to here, sharing the work out would cost more than it saves.
    private static final int FEW_BLOCKS = 8;

    /// Row `row` of the block at position `block` goes from one zone to another.
    record Move(int block, int row, long from, long to) {}

    private Moves() {}

    /// Where something may move when these leaves get these areas (null: gone).
    static Boxes boxes(Territory before, Map<Long, Geometry> areasAfter) {
        Set<Envelope> boxes = new LinkedHashSet<>();
        areasAfter.forEach((leaf, area) -> {
            Envelope box = differenceBox(before.area(leaf), area);
            if (!box.isNull()) {
                boxes.add(box);
            }
        });
        return new Boxes(boxes);
    }

    /// The rows in these boxes that are in another zone in `after`.
    static List<Move> within(Features features, Rezoned rezoned, Territory after, Boxes boxes) {
        List<Block> blocks = features.blocks();
        int[] near = IntStream.range(0, blocks.size()).filter(b -> boxes.anyMeets(blocks.get(b).anchorBox())).toArray();
        IntStream chosen = near.length > FEW_BLOCKS ? Arrays.stream(near).parallel() : Arrays.stream(near);
        return chosen.boxed().flatMap(b -> within(b, blocks.get(b), rezoned, after, boxes).stream()).toList();
    }

    /// The boxes in which something may move. Immutable, for any number of threads.
    static final class Boxes {
        private final Envelope around = new Envelope();
        private final STRtree index = new STRtree();

        private Boxes(Collection<Envelope> boxes) {
            boxes.forEach(around::expandToInclude);
            boxes.forEach(box -> index.insert(box, box));
            // complete before another thread asks
            index.build();
        }

        private boolean anyMeets(int[] other) {
            return around.getMinX() <= other[2] && around.getMaxX() >= other[0] && around.getMinY() <= other[3]
                    && around.getMaxY() >= other[1] && !meeting(new Envelope(other[0], other[2], other[1], other[3])).isEmpty();
        }

        private List<Envelope> meeting(Envelope other) {
            List<Envelope> found = new ArrayList<>();
            index.query(other, box -> found.add((Envelope) box));
            return found;
        }
    }

    private static List<Move> within(int position, Block block, Rezoned rezoned, Territory after, Boxes boxes) {
        int[] anchors = block.anchorBox();
        Envelope reach = new Envelope();
        List<Envelope> near = boxes.meeting(new Envelope(anchors[0], anchors[2], anchors[1], anchors[3]));
        near.forEach(reach::expandToInclude);
        Territory.Near zones = after.near(reach.intersection(new Envelope(anchors[0], anchors[2], anchors[1], anchors[3])));
        List<Move> moves = new ArrayList<>();
        int[] lon = block.shapes().lon;
        int[] lat = block.shapes().lat;
        for (int i = 0; i < block.size(); i++) {
            if (reach.covers(lon[i], lat[i]) && covers(near, lon[i], lat[i])) {
                long zone = zones.locate(lon[i], lat[i]);
                long was = rezoned.zone(position, block, i);
                if (zone != was) {
                    moves.add(new Move(position, i, was, zone));
                }
            }
        }
        return moves;
    }

    private static boolean covers(List<Envelope> boxes, int lon, int lat) {
        for (Envelope box : boxes) {
            if (box.covers(lon, lat)) {
                return true;
            }
        }
        return false;
    }

    /// The layer with its rows where these moves take them.
    static Features applied(Features features, List<Move> moves) {
        Map<Integer, long[]> zones = new HashMap<>();
        for (Move m : moves) {
            zones.computeIfAbsent(m.block, b -> zones(features.blocks().get(b)))[m.row] = m.to;
        }
        return features.withZones(zones);
    }

    private static long[] zones(Block block) {
        long[] zones = new long[block.size()];
        for (int i = 0; i < zones.length; i++) {
            zones[i] = block.zone(i);
        }
        return zones;
    }

    /// Takes the rows from one zone's sums to the other's.
    static void count(Features features, List<Move> moves, SumsEdit sums) {
        List<Block> blocks = features.blocks();
        for (Move m : moves) {
            Block block = blocks.get(m.block);
            sums.add(m.from, block, m.row, -1);
            sums.add(m.to, block, m.row, 1);
        }
    }

    /// A box around the land that only one of the two areas covers. Its border can only run along stretches of ring that the
    /// two do not have in common. Either may be null.
    static Envelope differenceBox(Geometry before, Geometry after) {
        Set<Stretch> lone = new HashSet<>();
        toggle(before, lone);
        toggle(after, lone);
        Envelope box = new Envelope();
        for (Stretch s : lone) {
            box.expandToInclude(s.x0, s.y0);
            box.expandToInclude(s.x1, s.y1);
        }
        return box;
    }

    private record Stretch(double x0, double y0, double x1, double y1) {
        static Stretch of(Coordinate a, Coordinate b) {
            return a.compareTo(b) <= 0 ? new Stretch(a.x, a.y, b.x, b.y) : new Stretch(b.x, b.y, a.x, a.y);
        }
    }

    private static void toggle(Geometry area, Set<Stretch> lone) {
        if (area == null) {
            return;
        }
        area.apply((GeometryComponentFilter) part -> {
            if (part instanceof LineString line) {
                CoordinateSequence points = line.getCoordinateSequence();
                for (int i = 1; i < points.size(); i++) {
                    Stretch s = Stretch.of(points.getCoordinate(i - 1), points.getCoordinate(i));
                    if (!lone.add(s)) {
                        lone.remove(s);
                    }
                }
            }
        });
    }
}
