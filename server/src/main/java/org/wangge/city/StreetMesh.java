package org.wangge.city;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.noding.snapround.SnapRoundingNoder;
import org.locationtech.jts.operation.polygonize.Polygonizer;
import org.wangge.geo.FixedPoint;

/// All lines of the city crossed with one another on the grid of 1e-7 degree, and the faces between them. Since water, blocks
/// and grids are all made of these faces, they fit without a gap.
final class StreetMesh {

    static final Comparator<Polygon> BY_PLACE = (p, q) -> {
        int byBox = p.getEnvelopeInternal().compareTo(q.getEnvelopeInternal());
        return byBox != 0 ? byBox : p.compareTo(q);
    };

    final List<Road> roads = new ArrayList<>();
    final List<Face> faces = new ArrayList<>();
    private final Map<Segment, Integer> roadOf = new HashMap<>();
    private final STRtree strays = new STRtree();
    private final Locator land;
    private final Locator river;
    private final Locator lakes;
    private final Locator hills;
    private final Locator port;
    private final Locator dry;

    /// One straight piece of a border, the same for both its sides.
    record Segment(long from, long to) {
        static Segment of(Coordinate a, Coordinate b) {
            long p = ((long) a.x << 32) | ((long) b.x & 0xFFFFFFFFL);
            long q = ((long) a.y << 32) | ((long) b.y & 0xFFFFFFFFL);
            boolean forward = a.x < b.x || a.x == b.x && a.y < b.y;
            return forward ? new Segment(p, q) : new Segment(Long.rotateLeft(p, 32), Long.rotateLeft(q, 32));
        }

        /// The one of a record lays the two ends over each other, so that all short segments of a large city would collide.
        @Override
        public int hashCode() {
            long mixed = (from * 0x9E3779B97F4A7C15L + to) * 0xC2B2AE3D27D4EB4FL;
            return (int) (mixed >>> 32);
        }
    }

    StreetMesh(Terrain terrain, MainRoads main, LandUse use, Names names) {
        land = new Locator(terrain.landWithRiver());
        river = new Locator(terrain.river);
        lakes = new Locator(union(terrain.lakes));
        hills = new Locator(union(terrain.hills));
        port = new Locator(terrain.port);
        dry = new Locator(main.dry());

        List<Road> lines = new ArrayList<>(Road.shores(terrain.landWithRiver()));
        lines.addAll(Road.shores(terrain.port));
        lines.addAll(Road.shores(terrain.river.intersection(terrain.mainland)));
        terrain.lakes.forEach(p -> lines.addAll(Road.shores(p.area())));
        terrain.hills.forEach(p -> lines.addAll(Road.shores(p.area())));
        lines.addAll(main.roads());

        Subdivision subdivision = new Subdivision(use, names, 91);
        List<Polygon> large = new ArrayList<>();
        for (Polygon face : polygonize(lines, null)) {
            Polygon metres = (Polygon) Frame.metres(face);
            Face.Kind kind = kind(metres);
            if (kind == Face.Kind.BLOCK || kind == Face.Kind.PORT) {
                large.add(metres);
            }
        }
        large.sort(Comparator.comparingDouble(p -> p.getCentroid().getCoordinate().distance(new Coordinate())));
        large.forEach(subdivision::divide);

        roads.addAll(lines);
        roads.addAll(subdivision.streets());
        for (Polygon face : polygonize(roads, roadOf)) {
            Polygon metres = (Polygon) Frame.metres(face);
            faces.add(new Face(kind(metres), face, metres, edges(face)));
        }
        strays.build(); // so that several threads may ask it
    }

    /// The road along one straight piece of a face's outline.
    Road roadAlong(Segment s) {
        return roads.get(roadOf.get(s));
    }

    /// Roads that end inside this face, at their full width.
    List<Geometry> strayRoadsIn(Polygon metres) {
        List<Geometry> found = new ArrayList<>();
        for (Object o : strays.query(metres.getEnvelopeInternal())) {
            Geometry way = (Geometry) o;
            if (way.intersects(metres)) {
                found.add(way);
            }
        }
        return found;
    }

    private int[] edges(Polygon face) {
        Coordinate[] ring = face.getExteriorRing().getCoordinates();
        int[] edges = new int[ring.length - 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = roadOf.get(Segment.of(ring[i], ring[i + 1]));
        }
        return edges;
    }

    private Face.Kind kind(Polygon metres) {
        Coordinate c = metres.getInteriorPoint().getCoordinate();
        if (!land.covers(c)) {
            return Face.Kind.SEA;
        }
        if (port.covers(c)) {
            return Face.Kind.PORT;
        }
        if (river.covers(c)) {
            return Face.Kind.RIVER;
        }
        if (lakes.covers(c)) {
            return Face.Kind.LAKE;
        }
        if (hills.covers(c)) {
            return Face.Kind.HILL;
        }
        return dry.covers(c) ? Face.Kind.BLOCK : Face.Kind.GREEN;
    }

    /// Faces in an order that depends on nothing but their shape; fills `roadOf` when given.
    private List<Polygon> polygonize(List<Road> roads, Map<Segment, Integer> roadOf) {
        List<SegmentString> strings = new ArrayList<>();
        for (int i = 0; i < roads.size(); i++) {
            Coordinate[] line = Frame.fixed(roads.get(i).line()).getCoordinates();
            strings.add(new NodedSegmentString(line, i));
        }
        SnapRoundingNoder noder = new SnapRoundingNoder(new PrecisionModel(1));
        noder.computeNodes(strings);
        Map<Segment, Integer> seen = roadOf == null ? new HashMap<>() : roadOf;
        Polygonizer polygonizer = new Polygonizer();
        chains(noder.getNodedSubstrings(), roads, seen).forEach(polygonizer::add);
        if (roadOf != null) {
            keepStrays(polygonizer, seen);
        }
        List<Polygon> faces = new ArrayList<>();
        for (Object o : polygonizer.getPolygons()) {
            faces.add((Polygon) ((Polygon) o).norm());
        }
        faces.sort(BY_PLACE);
        return faces;
    }

    /// The lines between crossings, each piece once though roads share it; fills `seen` with the wider road along each piece.
    private static List<LineString> chains(Collection<?> noded, List<Road> roads, Map<Segment, Integer> seen) {
        Map<Coordinate, Integer> degree = new HashMap<>();
        BitSet fresh = new BitSet();
        int piece = 0;
        for (Object o : noded) {
            SegmentString s = (SegmentString) o;
            int road = (Integer) s.getData();
            for (int i = 0; i + 1 < s.size(); i++, piece++) {
                Coordinate a = s.getCoordinate(i);
                Coordinate b = s.getCoordinate(i + 1);
                if (a.equals2D(b)) {
                    continue;
                }
                Integer other = seen.putIfAbsent(Segment.of(a, b), road);
                if (other == null) {
                    fresh.set(piece);
                    degree.merge(a, 1, Integer::sum);
                    degree.merge(b, 1, Integer::sum);
                } else if (roads.get(road).kind().halfWidth > roads.get(other).kind().halfWidth) {
                    seen.put(Segment.of(a, b), road);
                }
            }
        }
        List<LineString> chains = new ArrayList<>();
        piece = 0;
        for (Object o : noded) {
            SegmentString s = (SegmentString) o;
            List<Coordinate> chain = new ArrayList<>();
            for (int i = 0; i + 1 < s.size(); i++, piece++) {
                if (fresh.get(piece)) {
                    if (chain.isEmpty()) {
                        chain.add(s.getCoordinate(i));
                    }
                    chain.add(s.getCoordinate(i + 1));
                }
                boolean ends = !fresh.get(piece) || i + 2 == s.size() || degree.get(s.getCoordinate(i + 1)) != 2;
                if (ends && !chain.isEmpty()) {
                    chains.add(FixedPoint.FIXED.createLineString(chain.toArray(Coordinate[]::new)));
                    chain.clear();
                }
            }
        }
        return chains;
    }

    private void keepStrays(Polygonizer polygonizer, Map<Segment, Integer> roadOf) {
        List<LineString> loose = new ArrayList<>();
        for (Object o : polygonizer.getDangles()) {
            loose.add((LineString) o);
        }
        for (Object o : polygonizer.getCutEdges()) {
            loose.add((LineString) o);
        }
        for (LineString line : loose) {
            Road road = roads.get(roadOf.get(Segment.of(line.getCoordinateN(0), line.getCoordinateN(1))));
            Geometry metres = Frame.metres(line);
            if (metres.getLength() > 1 && road.kind() != Road.Kind.SHORE) {
                Geometry way = metres.buffer(road.kind().halfWidth, 2);
                strays.insert(way.getEnvelopeInternal(), way);
            }
        }
    }

    private static Geometry union(List<Terrain.Place> places) {
        Geometry all = Frame.METRES.createPolygon();
        for (Terrain.Place place : places) {
            all = all.union(place.area());
        }
        return all;
    }

    /// Whether a point lies in an area, quickly.
    private record Locator(IndexedPointInAreaLocator index) {
        Locator(Geometry area) {
            this(new IndexedPointInAreaLocator(area));
        }

        boolean covers(Coordinate c) {
            return index.locate(c) != Location.EXTERIOR;
        }
    }
}
