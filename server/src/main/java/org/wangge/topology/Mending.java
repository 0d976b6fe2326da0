package org.wangge.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.algorithm.locate.PointOnGeometryLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.polygonize.Polygonizer;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.PlanarMap.Finding;
import org.wangge.topology.PlanarMap.Step;

/// Makes a coverage of areas that overlap, cross themselves or meet without common vertices: all borders are noded together on
/// the fixed grid, and each piece of land goes to the lowest id that holds it. What becomes of an area follows from it and from
/// those whose boxes meet its box, whatever others there are. For one thread.
final class Mending {

    /// Overlaps thinner than this come from rounding and are not worth a word.
    private static final double NOISE_WIDTH_METRES = 0.05;

    /// Land that no border crosses, and the ids that hold it, lowest first. Pieces are numbered from 1; 0 is the land around.
    private record Piece(Polygon land, List<Long> holders) {

        long owner() {
            return holders.isEmpty() ? 0 : holders.getFirst();
        }
    }

    private final Map<Long, Geometry> areas;
    private final List<Piece> pieces = new ArrayList<>();
    /// The overlaps, and the areas of which nothing is left.
    final List<Finding> findings = new ArrayList<>();
    /// What came of the areas; null where no land is left. The same objects where nothing had to be done.
    final Map<Long, Geometry> mended = new TreeMap<>();

    Mending(Map<Long, Geometry> areas) {
        this.areas = areas;
        cut();
        noteOverlaps();
        join();
    }

    private void cut() {
        List<LineString> lines = new ArrayList<>();
        STRtree tree = new STRtree();
        Map<Long, PointOnGeometryLocator> locators = new HashMap<>();
        areas.forEach((id, area) -> {
            for (int i = 0; i < area.getNumGeometries(); i++) {
                Polygon p = (Polygon) area.getGeometryN(i);
                lines.add(FixedPoint.FIXED.createLineString(p.getExteriorRing().getCoordinateSequence()));
                for (int h = 0; h < p.getNumInteriorRing(); h++) {
                    lines.add(FixedPoint.FIXED.createLineString(p.getInteriorRingN(h).getCoordinateSequence()));
                }
            }
            tree.insert(area.getEnvelopeInternal(), id);
            locators.put(id, new IndexedPointInAreaLocator(area));
        });
        Geometry all = FixedPoint.FIXED.createMultiLineString(lines.toArray(LineString[]::new));
        Polygonizer polygonizer = new Polygonizer();
        polygonizer.add(OverlayNG.overlay(all, null, OverlayNG.UNION, FixedPoint.FIXED.getPrecisionModel()));
        for (Object face : polygonizer.getPolygons()) {
            Polygon piece = (Polygon) ((Polygon) face).norm();
            Coordinate inside = piece.getInteriorPoint().getCoordinate();
            List<Long> holders = new ArrayList<>();
            for (Object hit : tree.query(new Envelope(inside))) {
                if (locators.get((Long) hit).locate(inside) != Location.EXTERIOR) {
                    holders.add((Long) hit);
                }
            }
            holders.sort(null);
            pieces.add(new Piece(piece, holders));
        }
        pieces.sort(Comparator.comparing(Piece::land));
    }

    private void noteOverlaps() {
        Map<List<Long>, List<Geometry>> overlaps = new LinkedHashMap<>();
        for (Piece p : pieces) {
            if (p.holders().size() > 1 && Areal.meanWidthMetres(p.land()) > NOISE_WIDTH_METRES) {
                long winner = p.holders().getFirst();
                for (long loser : p.holders().subList(1, p.holders().size())) {
                    overlaps.computeIfAbsent(List.of(winner, loser), k -> new ArrayList<>()).add(p.land());
                }
            }
        }
        overlaps.forEach((ids, land) -> {
            findings.add(new Finding("overlap", ids, String.format(Locale.ROOT,
                    "Grids %d and %d overlap by %.1f m²; the land was given to %d.",
                    ids.getFirst(), ids.getLast(), land.stream().mapToDouble(Areal::squareMetres).sum(), ids.getFirst()),
                    FixedPoint.FIXED.createMultiPolygon(land.toArray(Polygon[]::new))));
        });
    }

    private Map<Long, List<Edge>> edgesByPiece() {
        Map<Long, Geometry> numbered = new TreeMap<>();
        for (Piece p : pieces) {
            numbered.put(numbered.size() + 1L, p.land());
        }
        Map<Long, List<Edge>> byPiece = new HashMap<>();
        for (Edge e : new Coverage(numbered, List.of()).edges(List.of())) {
            byPiece.computeIfAbsent(e.left(), k -> new ArrayList<>()).add(e);
            byPiece.computeIfAbsent(e.right(), k -> new ArrayList<>()).add(e);
        }
        return byPiece;
    }

    private void join() {
        Map<Long, List<Edge>> edges = edgesByPiece();
        Map<Long, List<Step>> around = new HashMap<>();
        for (int n = 1; n <= pieces.size(); n++) {
            long owner = owner(n);
            for (Edge e : owner == 0 ? List.<Edge>of() : edges.get((long) n)) {
                if (owner(e.across(n)) != owner) {
                    around.computeIfAbsent(owner, k -> new ArrayList<>()).add(new Step(e, e.left() == n));
                }
            }
        }
        areas.forEach((id, area) -> {
            Geometry joined = around.containsKey(id) ? RingTracer.area(around.get(id)) : null;
            mended.put(id, joined != null && joined.norm().equalsExact(area.norm()) ? area : joined);
            if (joined == null) {
                findings.add(new Finding("covered", List.of(id),
                        "Grid " + id + " has no land left: grids with lower ids hold all of it, or it is thinner than 1 cm.",
                                area));
            }
        });
    }

    private long owner(long piece) {
        return piece == 0 ? 0 : pieces.get((int) piece - 1).owner();
    }
}
