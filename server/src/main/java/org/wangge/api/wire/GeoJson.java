package org.wangge.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

/// GeoJSON geometry (RFC 7946), written straight to the stream. Coordinates carry 7 decimals, the grid on which they are stored.
final class GeoJson {

    private GeoJson() {}

    static void write(Geometry g, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", g.getGeometryType().equals("LinearRing") ? "LineString" : g.getGeometryType());
        if (g.getClass() == GeometryCollection.class) {
            json.writeArrayFieldStart("geometries");
            for (int i = 0; i < g.getNumGeometries(); i++) {
                write(g.getGeometryN(i), json);
            }
            json.writeEndArray();
        } else {
            json.writeFieldName("coordinates");
            writeCoordinates(g, json);
        }
        json.writeEndObject();
    }

    private static void writeCoordinates(Geometry g, JsonGenerator json) throws IOException {
        switch (g) {
            case Point p -> {
                if (p.isEmpty()) {
                    json.writeStartArray();
                    json.writeEndArray();
                } else {
                    writePosition(p.getX(), p.getY(), json);
                }
            }
            case LineString line -> writePositions(line.getCoordinateSequence(), json);
            case Polygon p -> {
                json.writeStartArray();
                if (!p.isEmpty()) {
                    writePositions(p.getExteriorRing().getCoordinateSequence(), json);
                    for (int i = 0; i < p.getNumInteriorRing(); i++) {
                        writePositions(p.getInteriorRingN(i).getCoordinateSequence(), json);
                    }
                }
                json.writeEndArray();
            }
            default -> {
                json.writeStartArray();
                for (int i = 0; i < g.getNumGeometries(); i++) {
                    writeCoordinates(g.getGeometryN(i), json);
                }
                json.writeEndArray();
            }
        }
    }

    private static void writePositions(CoordinateSequence seq, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < seq.size(); i++) {
            writePosition(seq.getX(i), seq.getY(i), json);
        }
        json.writeEndArray();
    }

    private static void writePosition(double lon, double lat, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeNumber(decimal(lon));
        json.writeNumber(decimal(lat));
        json.writeEndArray();
    }

    private static BigDecimal decimal(double degrees) {
        return BigDecimal.valueOf(Math.round(degrees * FixedPoint.UNITS_PER_DEGREE), 7);
    }
}
