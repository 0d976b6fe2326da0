package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.algorithm.locate.PointOnGeometryLocator;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.wangge.geo.BoxIndex;
import org.wangge.memory.IdMap;

/// Which land belongs to which leaf grid, for finding the zone of a point: the leaf that holds it (on a border the one with the
/// lowest id), else minus the id of the branch whose outline holds it (the lowest again), else 0. Coordinates are whole units of
/// 1e-7 degree, in which JTS's test is exact. Immutable, for any number of threads.
final class Territory {

    static final Territory EMPTY = new Territory(IdMap.empty(), BoxIndex.EMPTY, new Zone[0]);

    /// Areas of more vertices get an index, which takes 100 bytes a vertex; walking around smaller ones is as quick.
    private static final int FEW_VERTICES = 250;

    private record Zone(long id, Geometry area, Envelope box, PointOnGeometryLocator locator) {

        static Zone of(long id, Geometry fixed) {
            PointOnGeometryLocator locator = fixed.getNumPoints() <= FEW_VERTICES
                    ? new SimplePointInAreaLocator(fixed)
                    : indexed(fixed);
            return new Zone(id, fixed, fixed.getEnvelopeInternal(), locator);
        }

        private static PointOnGeometryLocator indexed(Geometry fixed) {
            PointOnGeometryLocator locator = new IndexedPointInAreaLocator(fixed);
            // The first question builds the index; asked here, it is complete before another thread sees it.
            locator.locate(fixed.getCoordinate());
            return locator;
        }
    }

    private final IdMap<Zone> leaves;
    private final BoxIndex boxes;
    /// Sorted by id.
    private final Zone[] outlines;

    private Territory(IdMap<Zone> leaves, BoxIndex boxes, Zone[] outlines) {
        this.leaves = leaves;
        this.boxes = boxes;
        this.outlines = outlines;
    }

    /// Leaf areas by id and branch outlines by the branch's id; fixed.
    static Territory of(Map<Long, Geometry> leafAreas, Map<Long, Geometry> branchOutlines) {
        return new Territory(IdMap.empty(), BoxIndex.EMPTY, zones(branchOutlines)).with(leafAreas);
    }

    /// Null and empty areas are left out.
    private static Zone[] zones(Map<Long, Geometry> areas) {
        return areas.entrySet().parallelStream()
                .filter(e -> e.getValue() != null && !e.getValue().isEmpty())
                .map(e -> Zone.of(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Zone::id))
                .toArray(Zone[]::new);
    }

    /// The territory in which these leaves have these areas (null or empty: none). Costs what these cost, however many others
    /// there are.
    Territory with(Map<Long, Geometry> changed) {
        Map<Long, Zone> come = new HashMap<>();
        changed.keySet().forEach(id -> come.put(id, null));
        for (Zone zone : zones(changed)) {
            come.put(zone.id, zone);
        }
        BoxIndex next = boxes;
        for (Map.Entry<Long, Zone> e : come.entrySet()) {
            Zone was = leaves.get(e.getKey());
            Zone is = e.getValue();
            next = next.with(e.getKey(), was == null ? null : was.box, is == null ? null : is.box);
        }
        return new Territory(leaves.withAll(come), next, outlines);
    }

    long locate(int lon, int lat) {
        return near(new Envelope(lon, lon, lat, lat)).locate(lon, lat);
    }

    /// Area of a leaf, null when it has none.
    Geometry area(long leaf) {
        Zone zone = leaves.get(leaf);
        return zone == null ? null : zone.area;
    }

    /// Answers for points within a box (units of 1e-7 degree) only, quickly. For one thread.
    Near near(Envelope box) {
        List<Zone> found = new ArrayList<>();
        boxes.near(box, id -> {
            Zone zone = leaves.get(id);
            if (zone.box.intersects(box)) {
                found.add(zone);
            }
        });
        found.sort(Comparator.comparingLong(Zone::id));
        Zone[] around = Arrays.stream(outlines).filter(z -> z.box.intersects(box)).toArray(Zone[]::new);
        return new Near(found.toArray(Zone[]::new), around);
    }

    /// The part of a territory near some place.
    static final class Near {
        private final Zone[] leaves;
        private final Zone[] outlines;
        private final Coordinate point = new Coordinate();
        private int last;

        private Near(Zone[] leaves, Zone[] outlines) {
            this.leaves = leaves;
            this.outlines = outlines;
        }

        long locate(int lon, int lat) {
            point.x = lon;
            point.y = lat;
            // Neighbours mostly share a leaf, and strictly inside one no other can hold the point.
            if (last < leaves.length && leaves[last].box.covers(lon, lat)
                    && leaves[last].locator.locate(point) == Location.INTERIOR) {
                return leaves[last].id;
            }
            for (int z = 0; z < leaves.length; z++) {
                if (leaves[z].box.covers(lon, lat) && leaves[z].locator.locate(point) != Location.EXTERIOR) {
                    last = z;
                    return leaves[z].id;
                }
            }
            for (Zone outline : outlines) {
                if (outline.box.covers(lon, lat) && outline.locator.locate(point) != Location.EXTERIOR) {
                    return -outline.id;
                }
            }
            return 0;
        }
    }

    /// The block with its rows in the zones of this territory; the same object when nothing changes.
    Block assign(Block block) {
        int[] box = block.anchorBox();
        Near near = near(new Envelope(box[0], box[2], box[1], box[3]));
        long[] zones = new long[block.size()];
        boolean same = true;
        for (int i = 0; i < zones.length; i++) {
            zones[i] = near.locate(block.shapes().lon[i], block.shapes().lat[i]);
            same &= zones[i] == block.zone(i);
        }
        return same ? block : block.withZones(zones);
    }
}
