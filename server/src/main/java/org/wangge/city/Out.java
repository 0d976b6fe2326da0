package org.wangge.city;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/// A text file that is written as it comes, UTF-8 with `\n`, and the forms of its values. Coordinates are given in 1e-7
/// degree and written in degrees with 7 decimals.
final class Out implements Closeable {

    private final BufferedWriter file;

    Out(Path path) throws IOException {
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    void line(CharSequence text) throws IOException {
        file.append(text).append('\n');
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Values of a CSV row; null is empty.
    static String csv(List<?> values) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            String v = values.get(i) == null ? "" : values.get(i).toString();
            boolean quoted = v.indexOf(',') >= 0 || v.indexOf('"') >= 0 || v.indexOf('\n') >= 0;
            row.append(i == 0 ? "" : ",").append(quoted ? '"' + v.replace("\"", "\"\"") + '"' : v);
        }
        return row.toString();
    }

    /// A JSON string, number or null.
    static String json(Object value) {
        return value == null || value instanceof Number
                ? String.valueOf(value)
                : '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static void degrees(StringBuilder out, long units) {
        long rest = Math.abs(units);
        out.append(units < 0 ? "-" : "").append(rest / 10_000_000).append('.');
        for (long place = 1_000_000; place > 0; place /= 10) {
            out.append((char) ('0' + rest / place % 10));
        }
    }

    static String degrees(long units) {
        StringBuilder out = new StringBuilder();
        degrees(out, units);
        return out.toString();
    }

    /// The WKT of a ring given as lon0, lat0, lon1, lat1, …
    static String wkt(int[] ring) {
        StringBuilder out = new StringBuilder("\"POLYGON((");
        for (int i = 0; i <= ring.length; i += 2) {
            degrees(out.append(i == 0 ? "" : ","), ring[i % ring.length]);
            degrees(out.append(' '), ring[i % ring.length + 1]);
        }
        return out.append("))\"").toString();
    }

    /// A GeoJSON geometry; rings are counter-clockwise outside and clockwise inside.
    static String geoJson(Geometry fixed) {
        if (fixed == null) {
            return "null";
        }
        StringBuilder out = new StringBuilder("{\"type\":\"").append(fixed.getGeometryType()).append("\",\"coordinates\":");
        switch (fixed) {
            case Polygon p -> polygon(out, p);
            case LineString l -> line(out, l.getCoordinates(), false);
            default -> {
                for (int i = 0; i < fixed.getNumGeometries(); i++) {
                    out.append(i == 0 ? '[' : ',');
                    polygon(out, (Polygon) fixed.getGeometryN(i));
                }
                out.append(']');
            }
        }
        return out.append('}').toString();
    }

    private static void polygon(StringBuilder out, Polygon p) {
        // JTS's normal form has the shell clockwise; GeoJSON wants the opposite
        Polygon normal = (Polygon) p.norm();
        line(out.append('['), normal.getExteriorRing().getCoordinates(), true);
        for (int i = 0; i < normal.getNumInteriorRing(); i++) {
            line(out.append(','), normal.getInteriorRingN(i).getCoordinates(), true);
        }
        out.append(']');
    }

    private static void line(StringBuilder out, Coordinate[] line, boolean reversed) {
        for (int i = 0; i < line.length; i++) {
            Coordinate c = line[reversed ? line.length - 1 - i : i];
            degrees(out.append(i == 0 ? "[[" : ",["), (long) c.x);
            degrees(out.append(','), (long) c.y);
            out.append(']');
        }
        out.append(']');
    }
}
