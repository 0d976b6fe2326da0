package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/// The roads that give the city its form: rings about the centre, avenues that fan out from the old town, embankments along
/// coast, river and lakes, the motorway and the railway with their bridges.
final class MainRoads {

    private static final double TILT = Math.toRadians(9);
    /// The promenades between these and the water are green.
    private static final double COAST_STRIP = 85;
    private static final double RIVER_STRIP = 48;
    private static final String[] AVENUES = {"人民", "解放", "中山", "建设", "和平", "胜利", "新华", "友谊"};
    private static final String[] SIDES = {"东路", "北路", "西路", "南路"};

    private final Terrain terrain;
    private final Noise bendX = new Noise(71, 2300);
    private final Noise bendY = new Noise(72, 2300);
    private final List<Road> roads = new ArrayList<>();
    /// Radii of the rings on which the city hangs, in metres.
    final List<Double> rings = new ArrayList<>();
    /// What lies inside the embankments: built on where it is not hill or lake.
    private Geometry dry;

    MainRoads(Terrain terrain) {
        this.terrain = terrain;
        for (double r = 830; r < 0.86 * terrain.radius; r = r < 2500 ? r + 1030 : r * 1.36) {
            rings.add(r);
        }
        embankments();
        for (int i = 0; i < rings.size(); i++) {
            ring(i);
        }
        avenues();
        links();
    }

    List<Road> roads() {
        return roads;
    }

    /// The land within the embankments.
    Geometry dry() {
        return dry;
    }

    private void embankments() {
        double strip = COAST_STRIP * Math.sqrt(terrain.scale);
        Geometry inside = terrain.mainland.buffer(-strip, 4);
        add(Road.Kind.AVENUE, "滨海大道", inside);
        Geometry wet = terrain.river.buffer(RIVER_STRIP, 4);
        Geometry lakesides = Frame.METRES.createPolygon();
        for (Terrain.Place lake : terrain.lakes) {
            lakesides = lakesides.union(lake.area().buffer(70, 4));
        }
        Curves.lines(wet.getBoundary().intersection(inside.difference(lakesides)))
                .forEach(bank -> roads.add(new Road(Road.Kind.AVENUE, "滨江大道", bank)));
        dry = inside.difference(wet);
        Curves.rings(inside).forEach(ring -> cutStrip(ring.getCoordinates(), 1.8 * strip));
        Curves.rings(wet).forEach(ring -> cutStrip(ring.getCoordinates(), 1.1 * RIVER_STRIP));
        for (Terrain.Place island : terrain.islands) {
            Geometry land = island.area().buffer(-0.06 * Math.sqrt(island.area().getArea()), 4);
            if (land.getArea() > 200_000) {
                add(Road.Kind.STREET, island.name().charAt(0) + "岛环路", land);
                dry = dry.union(land);
            }
        }
        for (Terrain.Place lake : terrain.lakes) {
            Geometry park = lake.area().buffer(70, 4).intersection(dry);
            add(Road.Kind.STREET, "环" + lake.name().charAt(0) + "湖路", park);
            dry = dry.difference(park);
        }
        for (Terrain.Place hill : terrain.hills) {
            dry = dry.difference(hill.area());
        }
        dry = dry.union(terrain.port);
    }

    /// Cuts the green strip along an embankment into pieces that can go to different grids.
    private void cutStrip(Coordinate[] ring, double reach) {
        double since = 0;
        for (int i = 0; i + 1 < ring.length; i++) {
            double length = ring[i].distance(ring[i + 1]);
            since += length;
            if (since > 420 && length > 1) {
                since = 0;
                double dx = (ring[i + 1].x - ring[i].x) / length;
                double dy = (ring[i + 1].y - ring[i].y) / length;
                Coordinate middle = new Coordinate((ring[i].x + ring[i + 1].x) / 2, (ring[i].y + ring[i + 1].y) / 2);
                for (int side = -1; side <= 1; side += 2) {
                    Coordinate start = new Coordinate(middle.x + side * dy * 0.1, middle.y - side * dx * 0.1);
                    Coordinate end = new Coordinate(middle.x - side * dy * reach, middle.y + side * dx * reach);
                    LineString cut = Curves.line(List.of(start, end));
                    if (!dry.contains(cut.getCentroid()) && terrain.mainland.contains(cut.getStartPoint())) {
                        roads.add(Road.shore(cut));
                    }
                }
            }
        }
    }

    private void ring(int i) {
        double r = rings.get(i);
        int n = (int) Math.max(96, r / 40);
        List<Coordinate> loop = new ArrayList<>();
        for (int k = 0; k <= n; k++) {
            double t = 2 * Math.PI * (k % n) / n;
            loop.add(bent(Terrain.polar(t, ringRadius(r, t))));
        }
        String name = i == 0 ? "环城路" : Names.numeral(i + 1) + "环路";
        roads.add(new Road(Road.Kind.RING, name, Curves.line(loop)));
    }

    /// A rounded square near the centre, more and more like the coast further out.
    private double ringRadius(double r, double t) {
        double outer = Math.min(1, r / terrain.radius * 1.15);
        double u = Math.abs(StrictMath.cos(t - TILT));
        double v = Math.abs(StrictMath.sin(t - TILT));
        double square = StrictMath.pow(StrictMath.pow(u, 3.4) + StrictMath.pow(v, 3.4), -1 / 3.4);
        return r * (square * (1 - outer) + Terrain.coastShape(t) * outer);
    }

    private void avenues() {
        List<Double> angles = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            double angle = TILT + k * Math.PI / 4 + (k % 2 == 0 ? 0 : 0.10 * (k % 4 - 2));
            angles.add(angle);
            if (k == 7) {
                continue; // it would run along the river's mouth
            }
            String name = k % 2 == 0 ? AVENUES[k / 2 % 2] + SIDES[k / 2] : AVENUES[2 + k / 2] + "路";
            avenue(name, angle, k % 2 == 0 ? 0 : rings.getFirst(), 1.1 * terrain.radius);
        }
        int added = 0;
        for (double r : rings) {
            if (2 * Math.PI * r / angles.size() > 3200) {
                List<Double> more = new ArrayList<>();
                for (int k = 0; k < angles.size(); k++) {
                    double next = k + 1 < angles.size() ? angles.get(k + 1) : angles.getFirst() + 2 * Math.PI;
                    double gap = next - angles.get(k);
                    more.add(angles.get(k));
                    more.add(angles.get(k) + gap / 2);
                    avenue(Names.pair(added++, 6) + "大道", angles.get(k) + gap / 2, r, 1.1 * terrain.radius);
                }
                angles = more;
            }
        }
    }

    private void avenue(String name, double angle, double from, double to) {
        List<Coordinate> line = new ArrayList<>();
        double start = from == 0 ? 0 : ringRadius(from, angle) - 4;
        int n = (int) ((to - start) / 120);
        for (int k = 0; k <= n; k++) {
            double r = start + (to - start) * k / n;
            line.add(bent(Terrain.polar(angle + 0.05 * StrictMath.sin((r - start) / 1900), r)));
        }
        Geometry onLand = Curves.line(line).intersection(terrain.mainland);
        for (LineString piece : Curves.lines(onLand)) {
            if (piece.getLength() > 400) {
                roads.add(new Road(Road.Kind.AVENUE, name, piece));
            }
        }
    }

    private void links() {
        Coordinate island = terrain.islands.getFirst().area().getCentroid().getCoordinate();
        Coordinate north = terrain.at(2450, 300);
        Coordinate across = new Coordinate(island.x + 0.12 * (island.x - north.x), island.y + 0.12 * (island.y - north.y));
        List<Coordinate> crossing = List.of(
                terrain.at(1300, 1560), terrain.at(2050, 1120), north, terrain.at(2850, -550), island, across);
        add(Road.Kind.AVENUE, "鹭屿大桥", Curves.line(Curves.spline(crossing, 14)));
        double[][] motorway = {
            {-9000, 2500}, {-5200, 1750}, {-3100, 700}, {-2420, -200}, {-2150, -1350}, {-1350, -2250},
            {-250, -2570}, {900, -2500}, {1450, -2150}
        };
        add(Road.Kind.MOTORWAY, "澜湾高速", through(motorway));
        double[][] rail = {
            {-6800, 6200}, {-2700, 3700}, {-900, 2500}, {-250, 2230}, {500, 2150}, {1500, 2000}, {2150, 1300}, {2300, 500}
        };
        add(Road.Kind.RAIL, "澜湾铁路", through(rail));
    }

    private LineString through(double[][] demoMetres) {
        List<Coordinate> points = new ArrayList<>();
        for (double[] p : demoMetres) {
            points.add(terrain.at(p[0], p[1]));
        }
        return Curves.line(Curves.spline(points, (int) (14 * Math.max(1, terrain.scale))));
    }

    private void add(Road.Kind kind, String name, Geometry g) {
        if (g instanceof LineString line) {
            roads.add(new Road(kind, name, line));
            return;
        }
        for (Polygon p : Curves.polygons(g)) {
            if (p.getArea() > 20_000) {
                Curves.rings(p).forEach(r -> roads.add(new Road(kind, name, Frame.METRES.createLineString(r.getCoordinates()))));
            }
        }
    }

    private Coordinate bent(Coordinate c) {
        double far = Math.min(1, Math.sqrt(c.x * c.x + c.y * c.y) / 1500);
        return new Coordinate(c.x + 110 * far * bendX.at(c.x, c.y), c.y + 110 * far * bendY.at(c.x, c.y));
    }
}
