package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
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

/// Which rows change zone when the territory changes. Only rows where the land itself changes hands are looked at.
record Moves(List<Move> buildings, List<Move> ports, List<Move> sightings) {

    /// Up to here, sharing the work out would cost more than it saves.
    private static final int FEW_BLOCKS = 8;

    /// Row `row` of the block at position `block` goes from one zone to another.
    record Move(int block, int row, long from, long to) {}

    /// `areasAfter` are the leaves whose area changes (null: gone), already so in `after`.
    static Moves between(
            Features buildings, Features ports, Features sightings, Territory before, Territory after,
                    Map<Long, Geometry> areasAfter) {
        List<Envelope> boxes = new ArrayList<>();
        areasAfter.forEach((leaf, area) -> {
            Envelope box = differenceBox(before.area(leaf), area);
            if (!box.isNull() && !boxes.contains(box)) {
                boxes.add(box);
            }
        });
        return new Moves(within(buildings, after, boxes), within(ports, after, boxes), within(sightings, after, boxes));
    }

    private static List<Move> within(Features features, Territory after, List<Envelope> boxes) {
        List<Block> blocks = features.blocks();
        int[] near = IntStream.range(0, blocks.size())
                .filter(b -> boxes.stream().anyMatch(box -> meets(box, blocks.get(b).anchorBox())))
                .toArray();
        IntStream chosen = near.length > FEW_BLOCKS ? Arrays.stream(near).parallel() : Arrays.stream(near);
        return chosen.boxed().flatMap(b -> within(b, blocks.get(b), after, boxes).stream()).toList();
    }

    private static boolean meets(Envelope box, int[] other) {
        return box.getMinX() <= other[2] && box.getMaxX() >= other[0] && box.getMinY() <= other[3] && box.getMaxY() >= other[1];
    }

    private static List<Move> within(int position, Block block, Territory after, List<Envelope> boxes) {
        int[] anchors = block.anchorBox();
        Envelope reach = new Envelope();
        List<Envelope> near = boxes.stream().filter(box -> meets(box, anchors)).toList();
        near.forEach(reach::expandToInclude);
        Territory.Near zones = after.near(reach.intersection(new Envelope(anchors[0], anchors[2], anchors[1], anchors[3])));
        List<Move> moves = new ArrayList<>();
        int[] lon = block.shapes().lon;
        int[] lat = block.shapes().lat;
        for (int i = 0; i < block.size(); i++) {
            if (reach.covers(lon[i], lat[i]) && covers(near, lon[i], lat[i])) {
                long zone = zones.locate(lon[i], lat[i]);
                if (zone != block.zone(i)) {
                    moves.add(new Move(position, i, block.zone(i), zone));
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
