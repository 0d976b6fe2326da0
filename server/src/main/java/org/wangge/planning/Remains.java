package org.wangge.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.Areal;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// What remains of many changes in the end: the land that lies in another grid than before. For showing; what is published is
/// exact in itself. Pure functions.
final class Remains {

    /// Land that is thinner than this comes from rounding.
    private static final double NOISE_WIDTH_METRES = 0.05;

    private Remains() {}

    static List<Patch.Strip> strips(PlanarMap base, Map<Long, Geometry> changed) {
        List<Patch.Strip> strips = new ArrayList<>();
        for (long from : new TreeSet<>(changed.keySet())) {
            Geometry before = base.contains(from) ? base.face(from) : null;
            Geometry given = overlay(before, changed.get(from), OverlayNG.DIFFERENCE);
            for (long to : new TreeSet<>(changed.keySet())) {
                Geometry land = from == to ? null : overlay(given, changed.get(to), OverlayNG.INTERSECTION);
                if (land != null) {
                    strips.add(new Patch.Strip(from, to, land));
                    given = overlay(given, land, OverlayNG.DIFFERENCE);
                }
            }
            if (given != null) {
                strips.add(new Patch.Strip(from, 0, given));
            }
        }
        for (long to : new TreeSet<>(changed.keySet())) {
            Geometry gained = overlay(changed.get(to), base.contains(to) ? base.face(to) : null, OverlayNG.DIFFERENCE);
            for (long from : changed.keySet()) {
                gained = from == to || !base.contains(from) ? gained : overlay(gained, base.face(from), OverlayNG.DIFFERENCE);
            }
            if (gained != null) {
                strips.add(new Patch.Strip(0, to, gained));
            }
        }
        return strips;
    }

    /// Polygons that are wide enough to be meant; null when there are none. Either side may be null: no land.
    static Geometry overlay(Geometry a, Geometry b, int operation) {
        if (a == null || (b == null && operation == OverlayNG.INTERSECTION)) {
            return null;
        }
        if (b == null || !a.getEnvelopeInternal().intersects(b.getEnvelopeInternal())) {
            return operation == OverlayNG.INTERSECTION ? null : a;
        }
        List<Polygon> land = new ArrayList<>();
        collect(OverlayNG.overlay(a, b, operation, FixedPoint.FIXED.getPrecisionModel()), land);
        if (land.isEmpty()) {
            return null;
        }
        return land.size() == 1 ? land.getFirst() : FixedPoint.FIXED.createMultiPolygon(land.toArray(Polygon[]::new));
    }

    private static void collect(Geometry g, List<Polygon> land) {
        if (g instanceof Polygon p && !p.isEmpty() && Areal.meanWidthMetres(p) > NOISE_WIDTH_METRES) {
            land.add(p);
        } else if (g instanceof GeometryCollection many) {
            for (int i = 0; i < many.getNumGeometries(); i++) {
                collect(many.getGeometryN(i), land);
            }
        }
    }
}
