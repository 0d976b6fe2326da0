package org.wangge.city;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.FixedPoint;

/// The files of a sample city, read with other people's parsers. Geometry is fixed (1e-7 degree).
final class CityFiles {

    /// A row of a CSV file or a feature; empty and null values are left out.
    record Entry(Map<String, String> values, Geometry geometry) {
        String get(String column) {
            return values.get(column);
        }

        Double number(String column) {
            return values.containsKey(column) ? Double.valueOf(values.get(column)) : null;
        }
    }

    final List<Entry> branches;
    final List<Entry> grids;
    final List<Entry> leaves;
    final List<Entry> base;
    final List<Entry> buildings;
    final List<Entry> ports;
    final List<Entry> sightings;

    CityFiles(Path dir) throws IOException, ParseException {
        branches = features(dir.resolve("branches.geojson"));
        grids = features(dir.resolve("grids.geojson"));
        leaves = grids.stream().filter(g -> g.geometry() != null).toList();
        base = features(dir.resolve("base.geojson"));
        buildings = rows(dir.resolve("buildings.csv"));
        ports = rows(dir.resolve("ports.csv"));
        sightings = rows(dir.resolve("sightings.csv"));
    }

    double sum(String column) {
        return buildings.stream().filter(b -> b.number(column) != null).mapToDouble(b -> b.number(column)).sum();
    }

    /// The leaf in which each building's interior point lies, -1 for none.
    int[] leafOfBuildings() {
        return leafOf(buildings);
    }

    int[] leafOf(List<Entry> entries) {
        STRtree index = new STRtree();
        List<PreparedGeometry> areas = new ArrayList<>();
        for (Entry leaf : leaves) {
            index.insert(leaf.geometry().getEnvelopeInternal(), areas.size());
            areas.add(PreparedGeometryFactory.prepare(leaf.geometry()));
        }
        int[] leafOf = new int[entries.size()];
        for (int i = 0; i < leafOf.length; i++) {
            Geometry point = entries.get(i).geometry().getInteriorPoint();
            leafOf[i] = -1;
            for (Object o : index.query(point.getEnvelopeInternal())) {
                leafOf[i] = areas.get((Integer) o).covers(point) ? (Integer) o : leafOf[i];
            }
        }
        return leafOf;
    }

    /// Subscribers / households of each leaf, over the buildings in which both are known.
    double[] penetrationOfLeaves() {
        double[] own = new double[leaves.size()];
        double[] homes = new double[leaves.size()];
        int[] leafOf = leafOfBuildings();
        for (int i = 0; i < leafOf.length; i++) {
            if (leafOf[i] >= 0 && buildings.get(i).number("households") != null) {
                own[leafOf[i]] += buildings.get(i).number("subscribers");
                homes[leafOf[i]] += buildings.get(i).number("households");
            }
        }
        for (int i = 0; i < own.length; i++) {
            own[i] /= homes[i];
        }
        return own;
    }

    private static List<Entry> rows(Path file) throws IOException, ParseException {
        List<Entry> rows = new ArrayList<>();
        WKTReader wkt = new WKTReader();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord r : csv) {
                Map<String, String> values = new TreeMap<>();
                r.getFieldsAsMap().forEach((k, v) -> {
                    if (!v.isEmpty()) {
                        values.put(k, v);
                    }
                });
                String point = "POINT(" + values.get("lon") + " " + values.get("lat") + ")";
                String text = values.containsKey("wkt") ? values.remove("wkt") : point;
                rows.add(new Entry(values, FixedPoint.fixed(wkt.read(text))));
            }
        }
        return rows;
    }

    private static List<Entry> features(Path file) throws IOException {
        List<Entry> features = new ArrayList<>();
        for (JsonNode f : new ObjectMapper().readTree(file.toFile()).get("features")) {
            Map<String, String> values = new TreeMap<>();
            f.get("properties").properties().forEach(e -> {
                if (!e.getValue().isNull()) {
                    values.put(e.getKey(), e.getValue().asText());
                }
            });
            features.add(new Entry(values, geometry(f.get("geometry"))));
        }
        return features;
    }

    private static Geometry geometry(JsonNode g) {
        if (g.isNull()) {
            return null;
        }
        JsonNode c = g.get("coordinates");
        return switch (g.get("type").asText()) {
            case "Polygon" -> polygon(c);
            case "LineString" -> FixedPoint.FIXED.createLineString(line(c));
            case "MultiPolygon" -> {
                List<Polygon> parts = new ArrayList<>();
                c.forEach(p -> parts.add(polygon(p)));
                yield FixedPoint.FIXED.createMultiPolygon(parts.toArray(Polygon[]::new));
            }
            default -> throw new IllegalArgumentException(g.get("type").asText());
        };
    }

    private static Polygon polygon(JsonNode rings) {
        List<LinearRing> all = new ArrayList<>();
        rings.forEach(r -> all.add(FixedPoint.FIXED.createLinearRing(line(r))));
        return FixedPoint.FIXED.createPolygon(all.getFirst(), all.subList(1, all.size()).toArray(LinearRing[]::new));
    }

    private static Coordinate[] line(JsonNode points) {
        List<Coordinate> line = new ArrayList<>();
        points.forEach(p -> line.add(FixedPoint.fixed(p.get(0).asDouble(), p.get(1).asDouble())));
        return line.toArray(Coordinate[]::new);
    }
}
