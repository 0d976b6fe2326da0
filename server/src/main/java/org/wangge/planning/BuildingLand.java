package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Building;
import org.wangge.model.Layer;
import org.wangge.problem.Problem;

/// The land of single buildings: all that is nearer to one of them than to any other building, as far as a yard goes around it.
/// Of several neighbours, such as a compound, that is one piece; no other building stands on it. Pure functions.
final class BuildingLand {

    private static final double METRES_PER_UNIT = 111_319.49 / FixedPoint.UNITS_PER_DEGREE;
    /// How far the land reaches around a building where no other stands nearby.
    private static final double YARD_METRES = 30;
    private static final int QUADRANT_SEGMENTS = 2;

    private BuildingLand() {}

    /// Fixed Polygon or MultiPolygon. `BadInput` problem for an id that no building has, and when all of them are the grid's
    /// already.
    static Geometry of(Snapshot snapshot, Draft draft, List<Long> ids, long to) {
        Set<Long> picked = new HashSet<>(ids);
        List<Geometry> footprints = new ArrayList<>();
        Envelope box = new Envelope();
        for (long id : ids) {
            Building b = (Building) snapshot.find(Layer.BUILDINGS, id).orElseThrow(() ->
                    new Problem.BadInput("There is no building " + id + ".", "Name buildings by their ids.").asException());
            Geometry fixed = FixedPoint.fixed(b.geometry());
            footprints.add(fixed);
            box.expandToInclude(fixed.getEnvelopeInternal());
        }
        // A plane in which both axes count the same, in units of latitude.
        double shrink = Math.cos(Math.toRadians(FixedPoint.degrees((box.getMinY() + box.getMaxY()) / 2)));
        double yard = YARD_METRES / METRES_PER_UNIT;
        Envelope around = new Envelope(box);
        around.expandBy(2 * yard / shrink, 2 * yard);
        Map<Coordinate, Long> sites = new HashMap<>();
        snapshot.buildingAnchors(around, (id, lon, lat, _, _) -> sites.merge(new Coordinate(lon * shrink, lat), id, (a, b) ->
                picked.contains(a) ? a : b));
        VoronoiDiagramBuilder voronoi = new VoronoiDiagramBuilder();
        voronoi.setSites(sites.keySet());
        voronoi.setClipEnvelope(new Envelope(
                around.getMinX() * shrink, around.getMaxX() * shrink, around.getMinY(), around.getMaxY()));
        Geometry cells = voronoi.getDiagram(FixedPoint.FIXED);
        List<Geometry> own = new ArrayList<>();
        for (int i = 0; i < cells.getNumGeometries(); i++) {
            if (picked.contains(sites.get((Coordinate) cells.getGeometryN(i).getUserData()))) {
                own.add(cells.getGeometryN(i));
            }
        }
        AffineTransformation squeeze = AffineTransformation.scaleInstance(shrink, 1);
        Geometry yards = FixedPoint.FIXED.buildGeometry(footprints.stream().map(squeeze::transform).toList())
                .buffer(yard, QUADRANT_SEGMENTS);
        Geometry land = OverlayNG.overlay(union(own), yards, OverlayNG.INTERSECTION);
        Geometry fixed = AffineTransformation.scaleInstance(1 / shrink, 1).transform(land);
        fixed.apply((Coordinate c) -> {
            c.x = Math.rint(c.x);
            c.y = Math.rint(c.y);
        });
        fixed.geometryChanged();
        return fixed;
    }

    private static Geometry union(List<Geometry> cells) {
        Geometry[] all = cells.toArray(Geometry[]::new);
        return all.length == 1 ? all[0] : CoverageUnion.union(all);
    }
}
