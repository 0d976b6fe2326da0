package org.wangge.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

/// Moves a vertex in every ring that has it. The borders that end there follow; nothing else changes, and they must not meet
/// anything that they did not meet before. For one thread and one use.
final class NodeMove {

    private final PlanarMap map;
    private final LongFunction<String> name;
    private final Coordinate node;
    private final Coordinate to;
    private final Map<Long, Face> near = new TreeMap<>();

    NodeMove(PlanarMap map, Command.MoveNode command, LongFunction<String> name) {
        this.map = map;
        this.name = name;
        Refusal.requireInWorld("The move", new Coordinate[] {command.node(), command.to()});
        node = nearestVertex(command.node());
        to = new CoordinateXY(Math.rint(command.to().x), Math.rint(command.to().y));
    }

    private Coordinate nearestVertex(Coordinate asked) {
        double squeeze = Math.cos(Math.toRadians(FixedPoint.degrees(asked.y)));
        double reach = Reshaping.TOLERANCE_METRES / Areal.METRES_PER_UNIT;
        Envelope box = new Envelope(asked);
        box.expandBy(reach / Math.max(squeeze, 0.01), reach);
        Coordinate best = null;
        double nearest = Double.POSITIVE_INFINITY;
        for (Face f : map.facesMeeting(box)) {
            for (Edge e : f.edges()) {
                for (int i = 0; i < e.xs().length; i++) {
                    double d = Math.hypot((e.xs()[i] - asked.x) * squeeze, e.ys()[i] - asked.y);
                    CoordinateXY vertex = new CoordinateXY(e.xs()[i], e.ys()[i]);
                    if (d < nearest || (d == nearest && vertex.compareTo(best) < 0)) {
                        nearest = d;
                        best = vertex;
                    }
                }
            }
        }
        if (best == null || nearest > reach) {
            throw Refusal.refused("no_vertex", "No border has a vertex within 30 m.", "Begin at a vertex of a border.", asked,
                    List.of());
        }
        return best;
    }

    Patch patch() {
        if (node.equals2D(to)) {
            throw Refusal.refused("no_change", "The vertex is already there; nothing would change.",
                    "Move it to another place.", to, List.of());
        }
        Map<Long, Geometry> before = new HashMap<>();
        Map<Long, Geometry> after = new HashMap<>();
        List<Coordinate> fan = new ArrayList<>();
        for (Face f : map.facesMeeting(new Envelope(node))) {
            if (hasVertex(f)) {
                before.put(f.id(), f.area());
                after.put(f.id(), moved(f.area(), fan));
            }
        }
        Envelope star = new Envelope(node, to);
        fan.forEach(star::expandToInclude);
        map.facesMeeting(star).forEach(f -> near.put(f.id(), f));
        requireFree(fan);
        Patch patch = new Patch(before, after, Strips.among(lines(fan), before, after));
        Redistribution.requireFit(map, patch, to);
        return patch;
    }

    /// The borders that end in the vertex, before and after.
    private List<LineString> lines(List<Coordinate> fan) {
        List<LineString> lines = new ArrayList<>();
        for (Coordinate w : fan) {
            lines.add(FixedPoint.FIXED.createLineString(new Coordinate[] {w, node}));
            if (!w.equals2D(to)) {
                lines.add(FixedPoint.FIXED.createLineString(new Coordinate[] {w, to}));
            }
        }
        return lines;
    }

    private boolean hasVertex(Face f) {
        for (Edge e : f.edges()) {
            for (int i = 0; i < e.xs().length; i++) {
                if (e.xs()[i] == node.x && e.ys()[i] == node.y) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The area with the vertex moved; the vertices next to it are added to `fan`.
    private Geometry moved(Geometry area, List<Coordinate> fan) {
        List<Polygon> polygons = new ArrayList<>();
        for (int i = 0; i < area.getNumGeometries(); i++) {
            Polygon p = (Polygon) area.getGeometryN(i);
            LinearRing[] holes = new LinearRing[p.getNumInteriorRing()];
            for (int h = 0; h < holes.length; h++) {
                holes[h] = moved(p.getInteriorRingN(h), fan);
            }
            polygons.add(FixedPoint.FIXED.createPolygon(moved(p.getExteriorRing(), fan), holes));
        }
        return polygons.size() == 1 ? polygons.getFirst() : FixedPoint.FIXED.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    private LinearRing moved(LinearRing ring, List<Coordinate> fan) {
        Coordinate[] line = ring.getCoordinates();
        int n = line.length - 1;
        Coordinate[] result = new Coordinate[n + 1];
        for (int i = 0; i <= n; i++) {
            boolean moves = line[i].equals2D(node);
            result[i] = moves ? to.copy() : line[i];
            if (moves && i < n) {
                fan.add(line[(i + n - 1) % n]);
                fan.add(line[i + 1]);
            }
        }
        return FixedPoint.FIXED.createLinearRing(result);
    }

    /// The borders that follow the vertex must meet nothing else.
    private void requireFree(List<Coordinate> fan) {
        for (Face f : near.values()) {
            for (Edge e : f.edges()) {
                for (int i = 0; i + 1 < e.xs().length; i++) {
                    boolean follows = isNode(e, i) || isNode(e, i + 1);
                    for (Coordinate w : follows ? List.<Coordinate>of() : fan) {
                        if (Exact.conflict((long) w.x, (long) w.y, (long) to.x, (long) to.y,
                                e.xs()[i], e.ys()[i], e.xs()[i + 1], e.ys()[i + 1])
                                || isTo(e, i) || isTo(e, i + 1)) {
                            throw Refusal.refused("meets_border",
                                    "A border that ends in the vertex would meet the border between " + called(e.left()) + " and "
                                            + called(e.right()) + ".",
                                    "Move it less far.", place(w, e, i), List.of());
                        }
                    }
                }
            }
        }
    }

    private boolean isNode(Edge e, int i) {
        return e.xs()[i] == node.x && e.ys()[i] == node.y;
    }

    private boolean isTo(Edge e, int i) {
        return e.xs()[i] == to.x && e.ys()[i] == to.y;
    }

    private Coordinate place(Coordinate w, Edge e, int i) {
        long key = Noding.crossing((long) w.x, (long) w.y, (long) to.x, (long) to.y,
                e.xs()[i], e.ys()[i], e.xs()[i + 1], e.ys()[i + 1]);
        return key == Noding.NONE || isTo(e, i) || isTo(e, i + 1) ? to : new CoordinateXY(Noding.x(key), Noding.y(key));
    }

    private String called(long id) {
        return id == 0 ? "nobody's land" : name.apply(id);
    }
}
