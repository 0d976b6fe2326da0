package org.wangge.intake;

import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Crs;
import org.wangge.model.Layer;

/// Finds the geometry of a feature, be it the feature's own, well-known text or two columns, and has it checked. Immutable.
final class PlaceReader {

    private final Columns columns;
    private final Geometries geometries;
    private final int lon;
    private final int lat;
    private final int wkt;

    PlaceReader(Columns columns, Crs crs, Layer layer) {
        this.columns = columns;
        this.geometries = new Geometries(crs, layer.places(), columns.terms);
        this.lon = columns.index(Columns.LON);
        this.lat = columns.index(Columns.LAT);
        this.wkt = columns.index(Columns.WKT);
    }

    /// The geometry in WGS 84 on the grid, or null when there is none or it is faulty; faults go to `cells`. A missing one is
    /// a fault when `required`.
    Geometry read(FeatureReader.Feature feature, Cells cells, boolean required) {
        Fault fault = feature.fault();
        if (fault != null) {
            boolean isOfRow = feature.shape() == null && lon + lat + wkt > -3;
            cells.reject(isOfRow ? "row" : "geometry", fault.value(), fault.reason());
            return null;
        }
        try {
            Shape shape = shape(feature, cells, required);
            return shape == null ? null : geometries.lonLat(shape);
        } catch (Fault e) {
            cells.reject(field(e.axis()), e.value(), e.reason());
            return null;
        }
    }

    private Shape shape(FeatureReader.Feature feature, Cells cells, boolean required) throws Fault {
        if (wkt >= 0) {
            String text = feature.values()[wkt];
            if (text != null && !text.isBlank()) {
                return Wkt.read(text, columns.terms);
            }
        } else if (lon >= 0 && lat >= 0) {
            Double x = cells.ordinate(Columns.LON, lon);
            Double y = cells.ordinate(Columns.LAT, lat);
            return x == null || y == null ? null : Shape.point(x, y);
        } else if (feature.shape() != null) {
            return feature.shape();
        }
        if (required) {
            throw new Fault("", "is empty; every row of this layer needs a place");
        }
        return null;
    }

    private String field(Fault.Axis axis) {
        if (wkt >= 0) {
            return columns.field(Columns.WKT);
        }
        if (lon < 0) {
            return "geometry";
        }
        return columns.field(axis == Fault.Axis.X ? Columns.LON : Columns.LAT);
    }
}
