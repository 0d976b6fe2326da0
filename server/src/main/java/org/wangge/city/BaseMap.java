package org.wangge.city;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

/// Writes the ground of the map, in drawing order: water, green, blocks, then lines from small to large.
final class BaseMap {

    private final FeatureFile out;
    private final City city;
    private int number;

    private BaseMap(FeatureFile out, City city) {
        this.out = out;
        this.city = city;
    }

    static void write(Path file, City city) throws IOException {
        try (FeatureFile out = new FeatureFile(file, List.of("code", "kind", "name"))) {
            BaseMap map = new BaseMap(out, city);
            map.water();
            map.green();
            map.blocks();
            map.roads();
        }
    }

    private void water() throws IOException {
        add("water", "东澜海", sea());
        add("water", "澄河", union(Face.Kind.RIVER));
        for (Terrain.Place lake : city.terrain().lakes) {
            List<Polygon> parts = new ArrayList<>();
            for (Face f : city.mesh().faces) {
                if (f.kind() == Face.Kind.LAKE && lake.area().contains(f.metres().getInteriorPoint())) {
                    parts.add(f.fixed());
                }
            }
            // In a large city other ground may have taken all of a lake.
            if (!parts.isEmpty()) {
                add("water", lake.name(), union(parts));
            }
        }
    }

    /// A wide frame without what is land or river: these are its holes.
    private Geometry sea() {
        List<Polygon> notSea = new ArrayList<>();
        for (Face f : city.mesh().faces) {
            if (f.kind() != Face.Kind.SEA) {
                notSea.add(f.fixed());
            }
        }
        double reach = 3.2 * city.terrain().radius;
        Geometry frame = Frame.fixed(Frame.METRES.createPoint(new Coordinate(0, 0)).buffer(reach, 16));
        List<LinearRing> holes = new ArrayList<>();
        for (Polygon land : Curves.polygons(union(notSea))) {
            holes.add(land.getExteriorRing());
        }
        return FixedPoint.FIXED.createPolygon(((Polygon) frame).getExteriorRing(), holes.toArray(LinearRing[]::new));
    }

    private void green() throws IOException {
        for (int i = 0; i < city.blocks().size(); i++) {
            Block b = city.blocks().get(i);
            Face face = city.mesh().faces.get(i);
            if (b == null || face.kind() == Face.Kind.LAKE || face.kind() == Face.Kind.PORT) {
                continue;
            }
            if (face.kind() == Face.Kind.HILL) {
                add("hill", null, face.fixed());
            } else if (b.park()) {
                boolean large = b.ground() != null && b.ground().getArea() > 20_000;
                add("park", large ? Names.pair(i, 31) + "公园" : null, face.fixed());
            }
        }
        for (Terrain.Place hill : city.terrain().hills) {
            for (double shrink : new double[] {0.28, 0.52}) {
                Geometry higher = hill.area().buffer(-shrink * Math.sqrt(hill.area().getArea() / Math.PI), 3);
                for (Polygon p : Curves.polygons(higher)) {
                    add("hill", shrink < 0.5 ? hill.name() : null, Frame.fixed(p));
                }
            }
        }
    }

    private void blocks() throws IOException {
        for (Block b : city.blocks()) {
            if (b != null && !b.park() && b.ground() != null) {
                add("block", null, Frame.fixed(b.ground()));
            }
        }
    }

    private void roads() throws IOException {
        for (Road.Kind kind : List.of(
                Road.Kind.LANE, Road.Kind.STREET, Road.Kind.AVENUE, Road.Kind.RING, Road.Kind.RAIL, Road.Kind.MOTORWAY)) {
            for (Road r : city.mesh().roads) {
                if (r.kind() == kind) {
                    add(kind.key, r.name(), (LineString) Frame.fixed(r.line()));
                }
            }
        }
    }

    private Geometry union(Face.Kind kind) {
        return union(city.mesh().faces.stream().filter(f -> f.kind() == kind).map(Face::fixed).toList());
    }

    private static Geometry union(List<Polygon> faces) {
        return FixedPoint.FIXED.createGeometry(CoverageUnion.union(faces.toArray(Geometry[]::new)));
    }

    private void add(String kind, String name, Geometry fixed) throws IOException {
        if (!fixed.isEmpty()) {
            out.add(fixed, "M" + Labels.padded(++number, 99_999), kind, name);
        }
    }
}
