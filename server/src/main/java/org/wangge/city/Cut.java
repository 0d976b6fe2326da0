package org.wangge.city;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.polygonize.Polygonizer;

/// A piece of land cut along a line that begins and ends outside: its parts, one alone when the line misses it, and the
/// line's pieces on it.
record Cut(List<Polygon> parts, List<LineString> chords) {

    static Cut of(Polygon land, List<Coordinate> line) {
        Cut simple = land.getNumInteriorRing() == 0 ? inTwo(land, line) : null;
        if (simple != null) {
            return simple;
        }
        LineString cut = Curves.line(line);
        Polygonizer polygonizer = new Polygonizer();
        polygonizer.add(land.getBoundary().union(cut));
        List<Polygon> parts = new ArrayList<>();
        for (Object o : polygonizer.getPolygons()) {
            // the polygonizer starts its rings at an arbitrary corner
            Polygon p = (Polygon) ((Polygon) o).norm();
            if (land.contains(p.getInteriorPoint())) {
                parts.add(p);
            }
        }
        parts.sort(StreetMesh.BY_PLACE);
        return new Cut(parts, Curves.lines(cut.intersection(land)));
    }

    /// Where the line crosses the outline: on the outline's edge `edge` and the line's piece `piece`.
    private record Crossing(int edge, int piece, Coordinate at) {}

    /// The usual case, in which the line crosses the outline just twice, done without the general machinery; else null.
    private static Cut inTwo(Polygon land, List<Coordinate> line) {
        Coordinate[] ring = land.getExteriorRing().getCoordinates();
        List<Crossing> found = new ArrayList<>();
        for (int i = 0; i + 1 < ring.length && found.size() < 3; i++) {
            for (int k = 0; k + 1 < line.size(); k++) {
                Coordinate at = crossing(ring[i], ring[i + 1], line.get(k), line.get(k + 1));
                if (at != null) {
                    found.add(new Crossing(i, k, at));
                }
            }
        }
        if (found.size() != 2 || found.get(0).edge() == found.get(1).edge()) {
            return null;
        }
        Crossing p = found.get(0);
        Crossing q = found.get(1);
        List<Coordinate> chord = new ArrayList<>(List.of(p.at()));
        if (p.piece() <= q.piece()) {
            chord.addAll(line.subList(p.piece() + 1, q.piece() + 1));
        } else {
            chord.addAll(line.subList(q.piece() + 1, p.piece() + 1).reversed());
        }
        chord.add(q.at());
        List<Coordinate> inner = new ArrayList<>(Arrays.asList(ring).subList(p.edge() + 1, q.edge() + 1));
        inner.addAll(chord.reversed());
        List<Coordinate> outer = new ArrayList<>(Arrays.asList(ring).subList(q.edge() + 1, ring.length - 1));
        outer.addAll(Arrays.asList(ring).subList(0, p.edge() + 1));
        outer.addAll(chord);
        return new Cut(List.of(closed(inner), closed(outer)), List.of(Curves.line(chord)));
    }

    /// The point inside both segments, or null.
    private static Coordinate crossing(Coordinate a, Coordinate b, Coordinate from, Coordinate to) {
        double sa = side(from, to, a);
        double sb = side(from, to, b);
        if (sa > 0 == sb > 0 || side(a, b, from) > 0 == side(a, b, to) > 0) {
            return null;
        }
        double t = sa / (sa - sb);
        return new Coordinate(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
    }

    private static double side(Coordinate from, Coordinate to, Coordinate c) {
        return (to.x - from.x) * (c.y - from.y) - (to.y - from.y) * (c.x - from.x);
    }

    private static Polygon closed(List<Coordinate> ring) {
        ring.add(ring.getFirst().copy());
        return Frame.METRES.createPolygon(ring.toArray(Coordinate[]::new));
    }
}
