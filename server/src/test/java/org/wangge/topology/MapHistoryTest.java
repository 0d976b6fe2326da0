package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.testing.Effort;

/// However a map came about, and whatever was mended on the way, it is the one that follows from what was given last: every
/// vertex, every edge and every finding.
class MapHistoryTest {

    @Test
    void townsThatAreDraggedAboutEndWhereALoadDoes() {
        Effort.seeds(0, 40, 4_000, seed -> {
            Random random = new Random(seed);
            new History(Samples.town(random, 16, seed % 3 == 0 ? 3_000 : 1_000_000, (int) (seed % 4)), random).run(12);
        });
    }

    @Test
    void scribblesEndWhereALoadDoes() {
        Effort.seeds(0, 40, 4_000, seed -> {
            Random random = new Random(seed);
            Map<Long, Geometry> areas = new TreeMap<>();
            for (long id = 1; id <= 12; id++) {
                areas.put(id, Samples.scribble(random, seed % 2 == 0 ? 300 : 5_000));
            }
            new History(areas, random).run(12);
        });
    }

    private static final class History {
        private final Random random;
        private final List<Long> ids;
        private final Map<Long, Geometry> first;
        private final Map<Long, Geometry> given;
        private PlanarMap map;

        History(Map<Long, Geometry> areas, Random random) {
            this.random = random;
            first = Map.copyOf(areas);
            given = new TreeMap<>(areas);
            ids = List.copyOf(areas.keySet());
            map = PlanarMap.of(areas);
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                Map<Long, Geometry> change = new HashMap<>();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    long id = ids.get(random.nextInt(ids.size()));
                    change.put(id, another(id));
                }
                given.putAll(change);
                map = map.with(change);
                assertSameMap(PlanarMap.of(given), map);
            }
            Samples.assertExact(map);
        }

        private Geometry another(long id) {
            Geometry now = given.get(id) == null ? first.get(id) : given.get(id);
            return switch (random.nextInt(8)) {
                case 0 -> null;
                case 1, 2 -> first.get(id);
                case 3 -> moved(now);
                case 4 -> given.get(ids.get(random.nextInt(ids.size())));
                default -> dragged(now);
            };
        }

        private Geometry moved(Geometry area) {
            double width = area.getEnvelopeInternal().getWidth();
            int dx = random.nextInt(3) == 0 ? random.nextInt(3) - 1 : (int) ((random.nextDouble() - 0.5) * width);
            int dy = random.nextInt(3) - 1;
            Geometry moved = area.copy();
            moved.apply((CoordinateFilter) c -> {
                c.x += dx;
                c.y += dy;
            });
            moved.geometryChanged();
            return moved;
        }

        /// A vertex of the shell elsewhere, or left out.
        private Geometry dragged(Geometry area) {
            Polygon part = (Polygon) area.getGeometryN(0);
            Coordinate[] ring = part.getExteriorRing().getCoordinates().clone();
            int at = 1 + random.nextInt(ring.length - 2);
            double reach = random.nextInt(3) == 0 ? 3 : area.getEnvelopeInternal().getWidth() / 4;
            Coordinate there = new Coordinate(Math.rint(ring[at].x + (random.nextDouble() - 0.5) * reach),
                    Math.rint(ring[at].y + (random.nextDouble() - 0.5) * reach));
            ring[at] = random.nextInt(4) == 0 ? ring[at - 1] : there;
            return FixedPoint.FIXED.createPolygon(ring);
        }
    }

    private static void assertSameMap(PlanarMap expected, PlanarMap actual) {
        assertEquals(expected.faces(), actual.faces());
        for (long id : expected.faces()) {
            assertTrue(expected.face(id).equalsExact(actual.face(id)), () -> "grid " + id + " is " + actual.face(id)
                    + " and should be " + expected.face(id));
        }
        assertEquals(Samples.described(expected), Samples.described(actual));
        assertEquals(expected.isClean(), actual.isClean());
        assertEquals(described(expected), described(actual));
    }

    private static String described(PlanarMap map) {
        return map.findings().stream().map(f -> f.text() + " " + f.where()).collect(Collectors.joining("\n"));
    }
}
