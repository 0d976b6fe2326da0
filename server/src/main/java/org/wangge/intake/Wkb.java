package org.wangge.intake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads the geometry blobs of GeoPackage: a header, then well-known binary (ISO, and PostGIS's flags of extra dimensions).
final class Wkb {

    private static final int[] ENVELOPE_BYTES = {0, 32, 48, 48, 64};

    private Wkb() {}

    /// The shape, still unchecked; null when the blob says that it is empty. Z and M values are dropped.
    static Shape readGeoPackage(byte[] blob) throws Fault {
        if (blob.length < 8 || blob[0] != 'G' || blob[1] != 'P') {
            throw new Fault("", "is not a GeoPackage geometry: it does not begin with GP");
        }
        int flags = blob[3];
        int envelope = flags >> 1 & 7;
        if (envelope >= ENVELOPE_BYTES.length) {
            throw new Fault("", "is damaged: its header names envelope type " + envelope + ", and there are 0 to 4");
        }
        if ((flags & 0x20) != 0) {
            throw new Fault("", "is of an extended type; a Point, LineString, Polygon or a Multi… of them is needed");
        }
        if ((flags & 0x10) != 0) {
            return null;
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(blob);
            in.position(8 + ENVELOPE_BYTES[envelope]);
            return read(in);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new Fault("", "is damaged: it ends after " + blob.length + " bytes, before its last position");
        }
    }

    private static Shape read(ByteBuffer in) throws Fault {
        int type = header(in);
        int dimensions = dimensions(type);
        Shape.Builder out = new Shape.Builder();
        Shape.Kind kind = kind(type);
        switch (kind) {
            case POINT -> {
                double x = in.getDouble();
                double y = in.getDouble();
                if (!Double.isNaN(x) || !Double.isNaN(y)) {
                    out.position(x, y);
                }
            }
            case LINESTRING -> positions(in, dimensions, out);
            case POLYGON -> lines(in, dimensions, out);
            case MULTIPOINT, MULTILINESTRING, MULTIPOLYGON -> {
                int members = in.getInt();
                for (int i = 0; i < members; i++) {
                    member(in, kind, out);
                }
            }
        }
        return out.build(kind);
    }

    private static void member(ByteBuffer in, Shape.Kind of, Shape.Builder out) throws Fault {
        int type = header(in);
        int dimensions = dimensions(type);
        Shape.Kind kind = kind(type);
        switch (kind) {
            case POINT -> {
                out.position(in.getDouble(), in.getDouble());
                in.position(in.position() + (dimensions - 2) * Double.BYTES);
            }
            case LINESTRING -> {
                positions(in, dimensions, out);
                out.endLine();
            }
            case POLYGON -> {
                lines(in, dimensions, out);
                out.endPart();
            }
            case MULTIPOINT, MULTILINESTRING, MULTIPOLYGON ->
                throw new Fault(kind.label, "is a " + kind.label + " inside a " + of.label);
        }
        if (!("MULTI" + kind.name()).equals(of.name())) {
            throw new Fault(kind.label, "is a " + kind.label + " inside a " + of.label);
        }
    }

    private static void lines(ByteBuffer in, int dimensions, Shape.Builder out) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            positions(in, dimensions, out);
            out.endLine();
        }
    }

    private static void positions(ByteBuffer in, int dimensions, Shape.Builder out) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            out.position(in.getDouble(), in.getDouble());
            in.position(in.position() + (dimensions - 2) * Double.BYTES);
        }
    }

    /// Sets the byte order and answers the type with its flags.
    private static int header(ByteBuffer in) {
        in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int type = in.getInt();
        if ((type & 0x2000_0000) != 0) {
            in.getInt();
        }
        return type;
    }

    private static int dimensions(int type) {
        int iso = (type & 0xFFFF) / 1000;
        int flagged = ((type & 0x8000_0000) != 0 ? 1 : 0) + ((type & 0x4000_0000) != 0 ? 1 : 0);
        return 2 + flagged + (iso == 3 ? 2 : iso == 0 ? 0 : 1);
    }

    private static Shape.Kind kind(int type) throws Fault {
        return switch ((type & 0xFFFF) % 1000) {
            case 1 -> Shape.Kind.POINT;
            case 2 -> Shape.Kind.LINESTRING;
            case 3 -> Shape.Kind.POLYGON;
            case 4 -> Shape.Kind.MULTIPOINT;
            case 5 -> Shape.Kind.MULTILINESTRING;
            case 6 -> Shape.Kind.MULTIPOLYGON;
            case 7 -> throw new Fault("GeometryCollection",
                    "is a GeometryCollection; a Point, LineString, Polygon or a Multi… of them is needed");
            default -> throw new Fault("type " + (type & 0xFFFF),
                    "is of an extended type; a Point, LineString, Polygon or a Multi… of them is needed");
        };
    }
}
