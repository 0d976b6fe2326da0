package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.buffer.VariableBuffer;

/// Where the land is: a main island with a bay, a river that winds past the old town into it, lakes, hills, an island in the
/// bay's mouth, a reclaimed port and an islet with a lighthouse. `scale` 1 is the demo, about 7.5 km across; the parts of a
/// bigger city stay in place while the land spreads out around its centre.
final class Terrain {

    private static final long SEED = 20_261_115L;
    private static final double DEMO_RADIUS = 3700;
    /// Where the bay lies, seen from the centre, in radians.
    private static final double BAY = Math.toRadians(-40);

    /// The direction of the quays, a quarter turn from that of the piers.
    private static final double PORT = Math.toRadians(-66);

    final double scale;
    /// Mean radius of the main island in metres.
    final double radius;
    final Noise coastNoise;
    /// The main island without the port, with the river's bed.
    final Geometry mainland;
    final Polygon port;
    final List<Place> islands = new ArrayList<>();
    /// Water between the banks, without the lake from which it comes.
    final Geometry river;
    private final Geometry riverBed;
    final List<Place> lakes = new ArrayList<>();
    final List<Place> hills = new ArrayList<>();

    /// A named area.
    record Place(String name, Polygon area) {}

    Terrain(double scale) {
        this.scale = scale;
        radius = DEMO_RADIUS * scale;
        coastNoise = new Noise(SEED, 700 * Math.sqrt(scale));
        Geometry bay = Curves.blob(polar(BAY, 0.92 * radius), 0.36 * radius, 1.22, BAY + 0.25, 11, 90);
        Geometry land = coast().difference(bay);
        double bend = 0.03 * radius;
        mainland = largest(Curves.rounded(land, bend));
        double grow = StrictMath.pow(scale, 0.4);
        riverBed = Curves.rounded(VariableBuffer.buffer(Curves.line(riverLine()), 60 * grow, 230 * grow), 12);
        port = port();
        Coordinate islandCentre = polar(BAY - 0.04, 1.10 * radius);
        islands.add(new Place("鹭屿", Curves.blob(islandCentre, 0.15 * radius, 1.25, 0.6, 21, 80)));
        islands.add(new Place("灯塔屿", Curves.blob(polar(Math.toRadians(-68), 1.16 * radius), 0.028 * radius, 1.2, 1.0, 22, 30)));
        placeLakesAndHills();
        river = riverBed.difference(lakes.getFirst().area());
    }

    /// Everything above the sea, the river's bed included.
    Geometry landWithRiver() {
        Geometry land = mainland.union(port);
        for (Place island : islands) {
            land = land.union(island.area());
        }
        return land;
    }

    /// A place of the demo, given in metres, moved to where it lies in a city of this scale: near the centre it hardly moves.
    Coordinate at(double x, double y) {
        double r = Math.sqrt(x * x + y * y) / DEMO_RADIUS;
        double f = 1 + (scale - 1) * Math.min(1, r);
        return new Coordinate(x * f, y * f);
    }

    static Coordinate polar(double angle, double r) {
        return new Coordinate(r * StrictMath.cos(angle), r * StrictMath.sin(angle));
    }

    /// Distance of the coast from the centre, without the bay, as a share of the mean radius.
    static double coastShape(double t) {
        return 1
                + 0.11 * StrictMath.cos(2 * t - 0.9)
                + 0.045 * StrictMath.cos(3 * t + 1.1)
                + 0.028 * StrictMath.cos(5 * t + 0.4)
                + 0.016 * StrictMath.cos(8 * t + 2.0);
    }

    private Polygon coast() {
        int n = (int) (480 * Math.max(1, Math.sqrt(scale)));
        Coordinate[] ring = new Coordinate[n + 1];
        for (int i = 0; i < n; i++) {
            double t = 2 * Math.PI * i / n;
            Coordinate c = polar(t, radius);
            double ragged = 120 * Math.sqrt(scale) * coastNoise.at(c.x, c.y);
            ring[i] = polar(t, radius * coastShape(t) + ragged);
        }
        ring[n] = ring[0].copy();
        return Frame.METRES.createPolygon(ring);
    }

    private List<Coordinate> riverLine() {
        double[][] points = {
            {-2080, 1640}, {-1900, 1240}, {-1450, 1560}, {-950, 1130}, {-250, 1330}, {500, 1250}, {960, 700},
            {870, 60}, {1130, -560}, {1750, -900}, {2050, -1420}, {2550, -1900}
        };
        List<Coordinate> bends = new ArrayList<>();
        for (double[] p : points) {
            bends.add(at(p[0], p[1]));
        }
        List<Coordinate> line = Curves.spline(bends, (int) (12 * Math.max(1, scale)));
        Noise east = new Noise(SEED + 1, 3800);
        Noise north = new Noise(SEED + 2, 3800);
        double sway = 300 * Math.min(1, Math.max(0, (scale - 1) / 2));
        line.forEach(c -> {
            double x = c.x;
            c.x += sway * east.at(x, c.y);
            c.y += sway * north.at(x, c.y);
        });
        return line;
    }

    /// Quays and piers on the bay's southern shore: a comb of made land.
    private Polygon port() {
        double size = StrictMath.pow(scale, 0.6);
        Coordinate shore = at(1500, -2050);
        double[][] comb = {
            {-700, -260}, {-700, 260}, {-480, 260}, {-480, -40}, {-360, -40}, {-360, 300}, {-120, 300}, {-120, -40},
            {0, -40}, {0, 320}, {240, 320}, {240, -40}, {360, -40}, {360, 250}, {560, 250}, {560, -260}
        };
        double cos = StrictMath.cos(PORT);
        double sin = StrictMath.sin(PORT);
        Coordinate[] ring = new Coordinate[comb.length + 1];
        for (int i = 0; i < comb.length; i++) {
            double u = comb[i][0] * size;
            double v = comb[i][1] * size;
            ring[i] = new Coordinate(shore.x + u * cos - v * sin, shore.y + u * sin + v * cos);
        }
        ring[comb.length] = ring[0].copy();
        return Frame.METRES.createPolygon(ring);
    }

    private void placeLakesAndHills() {
        double size = Math.sqrt(scale);
        lakes.add(new Place("镜湖", Curves.blob(at(-2080, 1640), 260 * size, 1.15, 0.4, 31, 48)));
        lakes.add(new Place("月湖", Curves.blob(at(-1290, -560), 270 * size, 1.25, 1.3, 32, 48)));
        hills.add(new Place("凤凰山", Curves.blob(at(-1350, 2420), 470 * size, 1.3, 0.5, 41, 48)));
        hills.add(new Place("望海山", Curves.blob(at(2900, 1450), 430 * size, 1.25, 2.2, 42, 48)));
        hills.add(new Place("石门岭", Curves.blob(at(-2500, -1550), 300 * size, 1.35, 2.0, 43, 48)));
        SplittableRandom random = new SplittableRandom(SEED);
        int more = (int) (scale * scale - 1);
        for (int i = 0; i < more; i++) {
            Coordinate c = polar(random.nextDouble(2 * Math.PI), radius * Math.sqrt(random.nextDouble(0.02, 0.85)));
            boolean hill = random.nextInt(5) < 3;
            double r = random.nextDouble(350, hill ? 1500 : 700);
            Polygon area = Curves.blob(c, r, random.nextDouble(1, 1.5), random.nextDouble(3), i + 100, 48);
            String name = hill ? Names.hill(i) : Names.lake(i);
            if (isFree(area.buffer(600))) {
                (hill ? hills : lakes).add(new Place(name, area));
            }
        }
    }

    private boolean isFree(Geometry area) {
        return mainland.contains(area)
                && !riverBed.intersects(area)
                && hills.stream().noneMatch(p -> p.area().intersects(area))
                && lakes.stream().noneMatch(p -> p.area().intersects(area));
    }

    private static Geometry largest(Geometry g) {
        Polygon best = null;
        for (Polygon p : Curves.polygons(g)) {
            if (best == null || p.getArea() > best.getArea()) {
                best = Frame.METRES.createPolygon(p.getExteriorRing());
            }
        }
        return best;
    }
}
