package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.relateng.RelateNG;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;
import org.wangge.geo.FixedPoint;

/// Partitions to test with, and what every planar map must hold.
final class Samples {

    private Samples() {}

    static Geometry wkt(String text) {
        try {
            return new WKTReader(FixedPoint.FIXED).read(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// Areas by id, 1, 2, …
    static Map<Long, Geometry> areas(String... wkts) {
        Map<Long, Geometry> areas = new TreeMap<>();
        for (int i = 0; i < wkts.length; i++) {
            areas.put(i + 1L, wkt(wkts[i]));
        }
        return areas;
    }

    static PlanarMap map(String... wkts) {
        return PlanarMap.of(areas(wkts));
    }

    static Polygon box(int x, int y, int width, int height) {
        return (Polygon) FixedPoint.FIXED.toGeometry(new Envelope(x, x + width, y, y + height));
    }

    /// n × n squares of side `size`, each given to one of `colours` grids: full of holes, islands and parts that touch in points.
    static Map<Long, Geometry> lattice(Random random, int n, int size, int colours) {
        Map<Long, Geometry> cells = new TreeMap<>();
        Map<Long, Long> colourOf = new HashMap<>();
        for (int i = 0; i < n * n; i++) {
            cells.put(i + 1L, box(i % n * size, i / n * size, size, size));
            colourOf.put(i + 1L, (long) random.nextInt(colours + 1));
        }
        return grouped(PlanarMap.of(cells), colourOf);
    }

    /// About `n` grids of a box, with crooked borders of `bends` inner points, as they look in towns. Some consist of several
    /// cells.
    static Map<Long, Geometry> town(Random random, int n, int side, int bends) {
        List<Coordinate> sites = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            sites.add(new CoordinateXY(random.nextInt(side), random.nextInt(side)));
        }
        VoronoiDiagramBuilder voronoi = new VoronoiDiagramBuilder();
        voronoi.setSites(sites);
        voronoi.setClipEnvelope(new Envelope(0, side, 0, side));
        Geometry diagram = voronoi.getDiagram(FixedPoint.FIXED);
        Map<Long, Geometry> cells = new TreeMap<>();
        Envelope clip = new Envelope(0, side, 0, side);
        for (int i = 0; i < diagram.getNumGeometries(); i++) {
            Geometry cell = diagram.getGeometryN(i).intersection(FixedPoint.FIXED.toGeometry(clip));
            cells.put(i + 1L, bent((Polygon) cell, bends, side));
        }
        return cells;
    }

    /// Every side gets bends that depend on its ends alone, so that neighbours get the same.
    private static Polygon bent(Polygon cell, int bends, int side) {
        Coordinate[] ring = cell.getExteriorRing().getCoordinates();
        List<Coordinate> points = new ArrayList<>();
        for (int i = 0; i + 1 < ring.length; i++) {
            Coordinate a = rounded(ring[i]);
            Coordinate b = rounded(ring[i + 1]);
            points.add(a);
            boolean turned = a.compareTo(b) > 0;
            Coordinate p = turned ? b : a;
            Coordinate q = turned ? a : b;
            boolean onFrame = (p.x == q.x && (p.x == 0 || p.x == side)) || (p.y == q.y && (p.y == 0 || p.y == side));
            Random random = new Random(p.hashCode() * 31L + q.hashCode());
            double reach = onFrame ? 0 : p.distance(q) / (bends + 1) * 0.3;
            List<Coordinate> between = new ArrayList<>();
            for (int k = 1; k <= bends && p.distance(q) > 50 * (bends + 1); k++) {
                double t = k / (bends + 1.0);
                double dx = (random.nextDouble() - 0.5) * reach;
                double dy = (random.nextDouble() - 0.5) * reach;
                between.add(rounded(new CoordinateXY(p.x + t * (q.x - p.x) + dx, p.y + t * (q.y - p.y) + dy)));
            }
            points.addAll(turned ? between.reversed() : between);
        }
        points.add(points.getFirst().copy());
        return FixedPoint.FIXED.createPolygon(points.toArray(Coordinate[]::new));
    }

    /// A ring of random points, which crosses itself more often than not.
    static Geometry scribble(Random random, int side) {
        int x = random.nextInt(side);
        int y = random.nextInt(side);
        StringBuilder wkt = new StringBuilder();
        int n = 3 + random.nextInt(5);
        for (int i = 0; i < n; i++) {
            wkt.append(x + random.nextInt(side / 2)).append(' ').append(y + random.nextInt(side / 2)).append(',');
        }
        String first = wkt.substring(0, wkt.indexOf(","));
        return wkt("POLYGON((" + wkt + first + "))");
    }

    private static Coordinate rounded(Coordinate c) {
        return new CoordinateXY(Math.rint(c.x), Math.rint(c.y));
    }

    /// Joins the cells of a map by group; group 0 becomes gaps.
    static Map<Long, Geometry> grouped(PlanarMap cells, Map<Long, Long> groupOf) {
        Map<Long, Geometry> grids = new TreeMap<>();
        for (long group : groupOf.values().stream().distinct().sorted().toList()) {
            if (group != 0) {
                grids.put(group, cells.union(id -> groupOf.get(id) == group));
            }
        }
        return grids;
    }

    /// What holds for every map, by means other than those that built it.
    static void assertExact(PlanarMap map) {
        Geometry[] faces = map.faces().stream().map(map::face).toArray(Geometry[]::new);
        for (Geometry f : faces) {
            assertTrue(f.isValid(), () -> "not valid: " + f);
        }
        assertCoverage(faces);
        Map<Long, Geometry> areas = map.faces().stream().collect(Collectors.toMap(id -> id, map::face));
        assertEquals(described(PlanarMap.of(areas)), described(map), "edges differ from those of a map built anew");
        for (long id : map.faces()) {
            Geometry traced = map.union(i -> i == id);
            assertTrue(traced.norm().equalsExact(map.face(id).norm()), () -> "edges bound " + traced + " instead of "
                    + map.face(id));
        }
    }

    /// JTS's validator looks at one ring of a neighbour at a time: where a hole touches its shell in a vertex, it takes the land
    /// beyond the shell for the neighbour's. What it finds is put to JTS's topological relation of the two areas.
    private static void assertCoverage(Geometry[] faces) {
        Geometry[] suspects = CoverageValidator.validate(faces);
        for (int i = 0; i < faces.length; i++) {
            for (int k = 0; suspects[i] != null && k < faces.length; k++) {
                Geometry a = faces[i];
                Geometry b = faces[k];
                assertTrue(i == k || !RelateNG.relate(a, b, "T********"), () -> "they overlap: " + a + " and " + b);
            }
        }
    }

    /// Edges as text, sorted.
    static List<String> described(PlanarMap map) {
        return map.edges().stream()
                .map(e -> e.left() + "|" + e.right() + " " + Arrays.toString(e.xs()) + Arrays.toString(e.ys()))
                .sorted()
                .toList();
    }

    /// Twice the area of all faces, exactly.
    static BigInteger doubledArea(PlanarMap map) {
        BigInteger sum = BigInteger.ZERO;
        for (long id : map.faces()) {
            Geometry g = map.face(id);
            for (int i = 0; i < g.getNumGeometries(); i++) {
                Polygon p = (Polygon) g.getGeometryN(i);
                sum = sum.add(doubledArea(p.getExteriorRing()));
                for (int h = 0; h < p.getNumInteriorRing(); h++) {
                    sum = sum.subtract(doubledArea(p.getInteriorRingN(h)));
                }
            }
        }
        return sum;
    }

    private static BigInteger doubledArea(LineString ring) {
        BigInteger sum = BigInteger.ZERO;
        Coordinate[] c = ring.getCoordinates();
        for (int i = 0; i + 1 < c.length; i++) {
            BigInteger a = BigInteger.valueOf((long) c[i].x).multiply(BigInteger.valueOf((long) c[i + 1].y));
            BigInteger b = BigInteger.valueOf((long) c[i + 1].x).multiply(BigInteger.valueOf((long) c[i].y));
            sum = sum.add(a).subtract(b);
        }
        return sum.abs();
    }
}
