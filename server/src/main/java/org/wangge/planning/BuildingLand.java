package org.wangge.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.UnaryUnionNG;
import org.locationtech.jts.precision.GeometryPrecisionReducer;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Building;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;

/// The land of single buildings: all that is nearer to one of them than to any other building, as far as a yard goes around it,
/// of the grids (or of nobody) to which these buildings belong. Of several neighbours, such as a compound, that is one piece.
/// No other building stands on it, but such as stand at the same place. Pure functions.
final class BuildingLand {

    private static final double METRES_PER_UNIT = 111_319.49 / FixedPoint.UNITS_PER_DEGREE;
    /// How far the land reaches around a building where no other stands nearby.
    private static final double YARD_METRES = 30;
    private static final double FAR_METRES = 1_000;
    private static final int QUADRANT_SEGMENTS = 2;
    /// How much a degree of longitude is taken for, at least, of one of latitude: near the poles yards are narrower.
    private static final double LEAST_SHRINK = 0.01;
    private static final Envelope WORLD = new Envelope(
            FixedPoint.units(-180), FixedPoint.units(180), FixedPoint.units(-90), FixedPoint.units(90));
    /// One is enough where no other grid is near, two or three nearly always.
    private static final int ROUNDS = 12;

    private BuildingLand() {}

    /// Fixed Polygon or MultiPolygon that takes nothing from anybody but those who have the buildings now. `BadInput` problem
    /// for an id that no building has; `Refused` when all of them are the grid's already, or as in [PlanarMap#preview].
    static Geometry of(Snapshot snapshot, Draft draft, List<Long> ids, long to, LongFunction<String> names) {
        Geometry land;
        try {
            land = union(near(snapshot, ids).stream().map(group -> yards(snapshot, group)).toList());
        } catch (TopologyException e) {
            // Where a degree of longitude is next to nothing, and where buildings stand closer than the grid is fine.
            throw new ProblemException(tooClose(), e);
        }
        if (land.isEmpty()) {
            throw tooClose().asException();
        }
        Set<Long> owners = owners(snapshot, draft, ids, land);
        // Strips lie between borders as the transfer leaves them, so what is cut out along a third grid's border is that border
        // up to the
        // rounding of where they cross; the strips of what was cut out have that in them, and what they leave of it is less each
        // time.
        for (int round = 0; round < ROUNDS; round++) {
            List<Patch.Strip> strips = strips(draft, new Command.Transfer(to, land), ids, names);
            if (strips.stream().allMatch(s -> owners.contains(s.from()))) {
                return land;
            }
            List<Geometry> own = strips.stream().filter(s -> s.to() == to && owners.contains(s.from())).map(Patch.Strip::area)
                    .toList();
            if (own.isEmpty()) {
                throw new Problem.Refused("All of these buildings belong to " + (to == 0 ? "nobody" : names.apply(to))
                        + " already.",
                        "Pick buildings of others.", Map.of("reason", "no_change")).asException();
            }
            land = union(own);
        }
        throw tooClose().asException();
    }

    private static Problem tooClose() {
        return new Problem.Refused(
                "The land of these buildings can't be told from what lies around to the last centimetre.",
                "Draw it as an area.", Map.of("reason", "too_close"));
    }

    /// Groups of buildings that are far from each other: what lies between them is of no interest.
    private static Collection<List<Long>> near(Snapshot snapshot, List<Long> ids) {
        Map<Long, Envelope> boxes = new LinkedHashMap<>();
        STRtree index = new STRtree();
        for (long id : ids) {
            Envelope box = around(FixedPoint.fixed(building(snapshot, id).geometry()).getEnvelopeInternal());
            if (boxes.put(id, box) == null) {
                index.insert(box, id);
            }
        }
        List<List<Long>> groups = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long first : boxes.keySet()) {
            if (seen.add(first)) {
                List<Long> group = new ArrayList<>(List.of(first));
                for (int i = 0; i < group.size(); i++) {
                    for (Object met : index.query(boxes.get(group.get(i)))) {
                        if (seen.add((Long) met)) {
                            group.add((Long) met);
                        }
                    }
                }
                groups.add(group);
            }
        }
        return groups;
    }

    private static Envelope around(Envelope footprint) {
        double lat = FixedPoint.degrees(Math.max(Math.abs(footprint.getMinY()), Math.abs(footprint.getMaxY())));
        double metresPerUnit = METRES_PER_UNIT * Math.max(LEAST_SHRINK, Math.cos(Math.toRadians(lat)));
        Envelope box = new Envelope(footprint);
        box.expandBy(FAR_METRES / 2 / metresPerUnit, FAR_METRES / 2 / METRES_PER_UNIT);
        return box;
    }

    private static Building building(Snapshot snapshot, long id) {
        return (Building) snapshot.find(Table.BUILDINGS, id).orElseThrow(() ->
                new Problem.BadInput("There is no building " + id + ".", "Name buildings by their ids.").asException());
    }

    private static List<Patch.Strip> strips(
            Draft draft, Command.Transfer transfer, List<Long> ids, LongFunction<String> names) {
        try {
            return draft.map().preview(transfer, names).strips();
        } catch (ProblemException e) {
            if (!"too_many_points".equals(e.problem().extra().get("reason"))) {
                throw e;
            }
            // Nobody has drawn an area that could be simplified.
            throw new ProblemException(new Problem.Refused(
                    "The land around these " + ids.size() + " buildings is too ragged to be moved at once.",
                    "Pick fewer of them at a time, or draw an area.", Map.of("reason", "too_many_buildings")), e);
        }
    }

    /// Who has these buildings in the draft; 0 for nobody.
    private static Set<Long> owners(Snapshot snapshot, Draft draft, List<Long> ids, Geometry around) {
        Set<Long> picked = new HashSet<>(ids);
        Map<Long, Long> owners = new HashMap<>();
        Envelope box = new Envelope(around.getEnvelopeInternal());
        box.expandBy(1);
        snapshot.buildingAnchors(box, (id, _, _, _, leaf) -> {
            if (picked.contains(id)) {
                owners.put(id, leaf);
            }
        });
        if (!draft.changed().isEmpty()) {
            snapshot.reassign(draft.changed()).moved().forEach((id, leaf) -> owners.replace(id, leaf));
        }
        return new HashSet<>(owners.values());
    }

    private static Geometry yards(Snapshot snapshot, List<Long> ids) {
        Set<Long> picked = new HashSet<>(ids);
        List<Geometry> footprints = new ArrayList<>();
        Envelope box = new Envelope();
        for (long id : ids) {
            Geometry fixed = FixedPoint.fixed(building(snapshot, id).geometry());
            footprints.add(fixed);
            box.expandToInclude(fixed.getEnvelopeInternal());
        }
        // A plane in which both axes count the same, in units of latitude.
        double middle = FixedPoint.degrees((box.getMinY() + box.getMaxY()) / 2);
        double shrink = Math.max(LEAST_SHRINK, Math.cos(Math.toRadians(middle)));
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
        // Yard by yard: one buffer of all, which overlap, takes far longer.
        List<Geometry> yards = footprints.stream().map(f -> squeeze.transform(f).buffer(yard, QUADRANT_SEGMENTS)).toList();
        PrecisionModel precision = FixedPoint.FIXED.getPrecisionModel();
        OverlayNG common = new OverlayNG(union(own), UnaryUnionNG.union(yards, precision), precision, OverlayNG.INTERSECTION);
        // Cells and yards may also touch in a line.
        common.setStrictMode(true);
        Geometry wide = AffineTransformation.scaleInstance(1 / shrink, 1).transform(common.getResult());
        Geometry land = GeometryPrecisionReducer.reduce(wide, precision);
        return WORLD.contains(land.getEnvelopeInternal()) ? land
                : OverlayNG.overlay(land, FixedPoint.FIXED.toGeometry(WORLD), OverlayNG.INTERSECTION, precision);
    }

    /// Of polygons that meet in common vertices and don't overlap.
    private static Geometry union(List<Geometry> pieces) {
        Geometry[] all = pieces.toArray(Geometry[]::new);
        return all.length == 1 ? all[0] : CoverageUnion.union(all);
    }
}
