package org.wangge.geo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.geotools.referencing.crs.DefaultGeographicCRS;

/// A coordinate reference system that files may be in, and the way from it to WGS 84 and back. Coordinates are `x, y` pairs:
/// longitude before latitude, easting before northing, whatever order the EPSG register prescribes, because that is how files
/// hold them.
///
/// Known are WGS 84 (`EPSG:4326`, `CRS84`, `WGS84`), every horizontal system of the EPSG register (`EPSG:4490`, `EPSG:4527`,
/// …) and `GCJ-02` and `BD-09`, which have no code. The register is part of the program; nothing is fetched. Its first use in
/// a process takes some seconds; WGS 84, GCJ-02 and BD-09 do without it. Immutable and safe for any number of threads.
public final class Crs {

    public static final Crs WGS_84 = new Crs("EPSG:4326", Kind.WGS_84, null, null);
    public static final Crs GCJ_02 = new Crs("GCJ-02", Kind.GCJ_02, null, null);
    public static final Crs BD_09 = new Crs("BD-09", Kind.BD_09, null, null);

    /// `EPSG:4527`, `epsg::4527`, `urn:ogc:def:crs:EPSG:9.8:4527`, `http://www.opengis.net/def/crs/EPSG/0/4527`.
    private static final Pattern EPSG = Pattern.compile("(?:.*[:/])?EPSG(?::[\\d.]*|/[\\d.]*)?[:/](\\d{1,9})");
    private static final Pattern CRS84 = Pattern.compile("(?:.*[:/])?CRS:?84");

    private enum Kind {
        WGS_84,
        GCJ_02,
        BD_09,
        EPSG
    }

    private final String name;
    private final Kind kind;
    private final MathTransform toWgs84;
    private final MathTransform fromWgs84;

    private Crs(String name, Kind kind, MathTransform toWgs84, MathTransform fromWgs84) {
        this.name = name;
        this.kind = kind;
        this.toWgs84 = toWgs84;
        this.fromWgs84 = fromWgs84;
    }

    /// The system of this name (case does not matter; URNs and `opengis.net` addresses are understood), or empty when there
    /// is none, or when it is not a horizontal one.
    public static Optional<Crs> find(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        switch (upper.replaceAll("[-_ ]", "")) {
            case "WGS84", "EPSG:4326" -> {
                return Optional.of(WGS_84);
            }
            case "GCJ02" -> {
                return Optional.of(GCJ_02);
            }
            case "BD09", "BD09LL" -> {
                return Optional.of(BD_09);
            }
            default -> {}
        }
        if (CRS84.matcher(upper).matches()) {
            return Optional.of(WGS_84);
        }
        Matcher epsg = EPSG.matcher(upper);
        return epsg.matches() ? ofEpsg(Integer.parseInt(epsg.group(1))) : Optional.empty();
    }

    private static Optional<Crs> ofEpsg(int code) {
        if (code == 4326) {
            return Optional.of(WGS_84);
        }
        String name = "EPSG:" + code;
        try {
            CoordinateReferenceSystem crs = CRS.getAuthorityFactory(true).createCoordinateReferenceSystem(name);
            if (crs.getCoordinateSystem().getDimension() != 2) {
                return Optional.empty();
            }
            return Optional.of(new Crs(
                    name,
                    Kind.EPSG,
                    CRS.findMathTransform(crs, DefaultGeographicCRS.WGS84, true),
                    CRS.findMathTransform(DefaultGeographicCRS.WGS84, crs, true)));
        } catch (FactoryException notInTheRegisterOrNoWayToWgs84) {
            return Optional.empty();
        }
    }

    /// `EPSG:4527`, `GCJ-02`, …
    public String name() {
        return name;
    }

    public boolean isWgs84() {
        return kind == Kind.WGS_84;
    }

    /// Turns `xy` (x0, y0, x1, y1, …) into WGS 84 longitudes and latitudes in place. A point that the system can't express
    /// becomes NaN.
    public void toLonLat(double[] xy) {
        switch (kind) {
            case WGS_84 -> {}
            case GCJ_02 -> each(xy, ChinaOffset::gcj02ToWgs84);
            case BD_09 -> each(xy, ChinaOffset::bd09ToWgs84);
            case EPSG -> transform(toWgs84, xy);
        }
    }

    /// Turns WGS 84 longitudes and latitudes into this system in place. A point that the system can't express becomes NaN.
    public void fromLonLat(double[] lonLat) {
        switch (kind) {
            case WGS_84 -> {}
            case GCJ_02 -> each(lonLat, ChinaOffset::wgs84ToGcj02);
            case BD_09 -> each(lonLat, ChinaOffset::wgs84ToBd09);
            case EPSG -> transform(fromWgs84, lonLat);
        }
    }

    @FunctionalInterface
    private interface Shift {
        void apply(double[] xy, int i);
    }

    private static void each(double[] xy, Shift shift) {
        for (int i = 0; i < xy.length; i += 2) {
            shift.apply(xy, i);
        }
    }

    private static void transform(MathTransform transform, double[] xy) {
        try {
            double[] out = new double[xy.length];
            transform.transform(xy, 0, out, 0, xy.length / 2);
            System.arraycopy(out, 0, xy, 0, xy.length);
        } catch (TransformException atLeastOnePointIsOutside) {
            for (int i = 0; i < xy.length; i += 2) {
                transformOne(transform, xy, i);
            }
        }
    }

    private static void transformOne(MathTransform transform, double[] xy, int i) {
        double[] out = new double[2];
        try {
            transform.transform(xy, i, out, 0, 1);
        } catch (TransformException outside) {
            out[0] = Double.NaN;
            out[1] = Double.NaN;
        }
        xy[i] = out[0];
        xy[i + 1] = out[1];
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Crs c && c.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
