package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

class InsideTest {

    /// With and without its index, on the border too.
    @Test
    void aPointLiesWhereTheAreaSays() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 900;
        Coordinate[] star = new Coordinate[n + 1];
        for (int i = 0; i < n; i++) {
            double r = i % 2 == 0 ? 10_000 : 100 + random.nextInt(9_000);
            double angle = 2 * Math.PI * i / n;
            star[i] = new CoordinateXY(Math.rint(r * Math.cos(angle)), Math.rint(r * Math.sin(angle)));
        }
        star[n] = star[0];
        Polygon area = FixedPoint.FIXED.createPolygon(star);
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            arcs.add(Arc.old(new Edge(new int[] {(int) star[i].x, (int) star[i + 1].x},
                    new int[] {(int) star[i].y, (int) star[i + 1].y}, 1, 0, false)));
        }
        Inside inside = new Inside(arcs);
        int within = 0;
        for (int i = 0; i < 2_000; i++) {
            Coordinate point = i % 10 == 0 ? star[random.nextInt(n)]
                    : new CoordinateXY(random.nextInt(-10_000, 10_000), random.nextInt(-10_000, 10_000));
            boolean expected = SimplePointInAreaLocator.locate(point, area) == Location.INTERIOR;
            assertEquals(expected, inside.holds(point), i + ": " + point);
            within += expected ? 1 : 0;
        }
        assertTrue(within > 200, "points inside: " + within);
    }
}
