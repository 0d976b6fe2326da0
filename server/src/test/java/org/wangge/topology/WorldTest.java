package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;

/// Land as large as the world, which only other programs write: no square of it fits a `long`.
class WorldTest {

    private static Geometry box(double west, double south, double east, double north) {
        return FixedPoint.fixed(FixedPoint.LON_LAT.toGeometry(new Envelope(west, east, south, north)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 60, 89, 90})
    void theWorldIsAnAreaLikeAnyOther(double north) {
        Geometry world = box(-180, -90, 180, north);
        PlanarMap map = PlanarMap.of(Map.of(1L, world));
        assertTrue(map.union(id -> true).equalsTopo(world));
        assertEquals(1, map.outline(id -> true).size());
    }

    @Test
    void itsHolesFindTheirShells() {
        Geometry world = box(-180, -90, 180, 90);
        Geometry lake = box(-170, -80, 170, 80);
        Geometry isle = box(-160, -70, 160, 70);
        Geometry pond = box(10, 10, 11, 11);
        PlanarMap map = PlanarMap.of(Map.of(1L, world.difference(lake).union(isle).difference(pond), 2L, pond, 3L,
                lake.difference(isle)));
        assertTrue(map.isClean());
        assertTrue(map.union(id -> id == 1).equalsTopo(map.face(1)));
        assertTrue(map.union(id -> true).equalsTopo(world));
    }

    @Test
    void whatLiesBelowItIsMended() {
        PlanarMap map = PlanarMap.of(Map.of(2L, box(-180, -90, 180, 90), 1L, box(10, 10, 11, 11), 3L, box(-180, -90, 0, 0)));
        assertTrue(map.union(id -> true).equalsTopo(box(-180, -90, 180, 90)));
        assertEquals(Map.of(1L, box(10, 10, 11, 11)).get(1L).getArea(), map.face(1).getArea());
    }
}
