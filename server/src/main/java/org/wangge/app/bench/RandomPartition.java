package org.wangge.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;

/// Grids as a chessboard whose corners are shaken and whose sides are crooked; now and then one is missing. Ids from 1.
final class RandomPartition {

    private static final int BENDS = 4;
    private static final int MISSING_ONE_IN = 40;

    private RandomPartition() {}

    /// `n` × `n` grids of about `size` units.
    static Map<Long, Geometry> of(Random random, int n, int size) {
        Coordinate[][] corners = new Coordinate[n + 1][n + 1];
        for (int i = 0; i <= n; i++) {
            for (int k = 0; k <= n; k++) {
                corners[i][k] = point(i * size + shake(random, size * 0.5), k * size + shake(random, size * 0.5));
            }
        }
        List<List<List<Coordinate>>> across = new ArrayList<>();
        List<List<List<Coordinate>>> up = new ArrayList<>();
        for (int i = 0; i <= n; i++) {
            across.add(new ArrayList<>());
            up.add(new ArrayList<>());
            for (int k = 0; k <= n; k++) {
                across.get(i).add(i < n ? side(random, corners[i][k], corners[i + 1][k]) : List.of());
                up.get(i).add(k < n ? side(random, corners[i][k], corners[i][k + 1]) : List.of());
            }
        }
        Map<Long, Geometry> grids = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                List<Coordinate> ring = new ArrayList<>(across.get(i).get(k));
                ring.addAll(up.get(i + 1).get(k));
                ring.addAll(across.get(i).get(k + 1).reversed());
                ring.addAll(up.get(i).get(k).reversed());
                List<Coordinate> once = new ArrayList<>();
                ring.stream().filter(c -> once.isEmpty() || !once.getLast().equals2D(c)).forEach(once::add);
                Geometry grid = FixedPoint.FIXED.createPolygon(once.toArray(Coordinate[]::new));
                if (random.nextInt(MISSING_ONE_IN) > 0) {
                    grids.put((long) i * n + k + 1, grid);
                }
            }
        }
        return grids;
    }

    /// From one corner to the next, both included.
    private static List<Coordinate> side(Random random, Coordinate a, Coordinate b) {
        List<Coordinate> side = new ArrayList<>(List.of(a));
        double reach = a.distance(b) / (BENDS + 1) * 0.3;
        for (int i = 1; i <= BENDS; i++) {
            double t = i / (BENDS + 1.0);
            side.add(point(a.x + t * (b.x - a.x) + shake(random, reach), a.y + t * (b.y - a.y) + shake(random, reach)));
        }
        side.add(b);
        return side;
    }

    private static double shake(Random random, double width) {
        return (random.nextDouble() - 0.5) * width;
    }

    private static Coordinate point(double x, double y) {
        return new CoordinateXY(Math.rint(x), Math.rint(y));
    }
}
